package dev.rigger.simulator.validator;

/** What the validator says to a request for a launch token. */
public enum Answer {
    GRANTED,
    /** 423: there are enough copies, or nobody asked for one. */
    CAPACITY_LOCKED,
    /** 404: there is no such chute any more. */
    UNKNOWN_CHUTE
}
