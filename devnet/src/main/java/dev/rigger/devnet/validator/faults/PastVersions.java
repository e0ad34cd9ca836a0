package dev.rigger.devnet.validator.faults;

/** What a chute's version was before the one it has; for one that had none, a version that nobody knows. */
public interface PastVersions {
    String before(String chuteId, String version);
}
