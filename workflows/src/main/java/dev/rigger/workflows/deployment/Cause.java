package dev.rigger.workflows.deployment;

/** Why a deployment was ordered. */
public enum Cause {
    BOUNTY,
    NEW_CHUTE,
    SCALE_UP,
    /** A one-shot run. */
    JOB,
    OPERATOR
}
