package dev.rigger.simulator.validator;

/** Why an instance ended. */
public enum Removal {
    /** The validator wanted fewer copies. */
    AUTOSCALER(true),
    /** A newer version took its place. */
    OLD_VERSION(true),
    /** The user of a private chute went away. */
    SESSION_ENDED(true),
    /** A job came to its end. */
    JOB_DONE(true),
    /** The chute's owner deleted it. */
    CHUTE_ENDED(false),
    /** Never verified or never activated. */
    STUCK(false),
    /** Others were there first. */
    RACE_LOST(false),
    /** It died by itself. */
    CRASHED(false),
    /** Its miner ended it. */
    BY_MINER(false);

    private final boolean valid;

    Removal(boolean valid) {
        this.valid = valid;
    }

    /** Whether it keeps what it earned even when it lived too short. */
    public boolean keepsUnits() {
        return valid;
    }
}
