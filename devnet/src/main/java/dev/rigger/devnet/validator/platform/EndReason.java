package dev.rigger.devnet.validator.platform;

/** Why an instance ended, in the platform's words, and whether what it earned stays. */
public enum EndReason {
    MINER("miner initialized", false),
    OPERATOR("ended by the platform's operator", true),
    WATCHTOWER("miner failed watchtower probes", false),
    KEY_LOST("its session key was lost", false),
    FAILURES("max consecutive failures reached after too many temporary disables", false),
    WRONG_PROOF("failed verification", false),
    TOO_LATE("took too long to activate", false),
    NO_ROOM("target capacity was reached before it was activated", false),
    STUCK("was never activated", false),
    GPU_WITHDRAWN("its GPU was withdrawn", false),
    MAINTENANCE("its server went into maintenance", true),
    AUTOSCALER("Autoscaler adjustment", true),
    ROLLING_UPDATE("Rolling update replacement", true),
    ROLLING_UPDATE_TIMEOUT("Rolling update timeout (3h cap)", true),
    OLD_VERSION("has an old version", true),
    CHUTE_DELETED("chute was deleted", true),
    JOB_OVER("job has ended", true),
    JOB_RELEASED("job was released by its miner", false),
    IDLE("user-defined/private chute instance has not been used since shutdown_after_seconds", true),
    BALANCE("user has zero/negative balance (private chute)", true);

    private final String text;
    private final boolean valid;

    EndReason(String text, boolean valid) {
        this.text = text;
        this.valid = valid;
    }

    public String text() {
        return text;
    }

    /** Whether the platform wanted it. */
    public boolean valid() {
        return valid;
    }
}
