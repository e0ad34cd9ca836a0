package dev.rigger.workflows.proof;

/** @param code stable: {@code PROVEN}, {@code WRONG_PLAINTEXT}, {@code MISSING_GPU}, … */
public record ProofVerdict(boolean accepted, String code, String what) {
    /** Accepted, although nothing was seen here: the validator judges it by itself. */
    public static final String LEFT_TO_VALIDATOR = "LEFT_TO_VALIDATOR";
}
