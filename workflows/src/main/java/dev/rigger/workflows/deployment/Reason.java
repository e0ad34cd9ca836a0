package dev.rigger.workflows.deployment;

/** Why a deployment ended, or was refused. Stable codes: operators, dashboards and the planner read them. */
public enum Reason {
    /** Another deployment took a GPU of the plan first. */
    GPU_TAKEN,
    SERVER_LOCKED,
    SERVER_UNKNOWN,
    CHUTE_UNKNOWN,
    CHUTE_BANNED,
    /** 423: the validator has enough copies. */
    CAPACITY_LOCKED,
    /** 403: the validator will not have it from this miner. */
    FORBIDDEN,
    /** 400, 404 or 409: this launch can never be granted as asked. */
    REJECTED,
    /** 401: our signature, clock or registration is not accepted. */
    UNAUTHORISED,
    VALIDATOR_UNREACHABLE,
    /** What was to make room did not go in time; what had not begun to go stays. */
    ROOM_NOT_MADE,
    CLUSTER_REFUSED,
    CLUSTER_UNREACHABLE,
    POD_NEVER_STARTED,
    POD_FAILED,
    POD_SUCCEEDED,
    /** The Job or its pod disappeared without our asking. */
    WORKLOAD_DISAPPEARED,
    NEVER_CLAIMED,
    NEVER_VERIFIED,
    NEVER_ACTIVATED,
    /** The validator deleted the instance. */
    VALIDATOR_REMOVED,
    /** Nobody wants the job any more that it ran. */
    JOB_DELETED,
    CHUTE_DELETED,
    CHUTE_UPDATED,
    SERVER_DELETED,
    PREEMPTED,
    OPERATOR_PURGED,
    CANCELLED
}
