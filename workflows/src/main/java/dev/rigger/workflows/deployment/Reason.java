package dev.rigger.workflows.deployment;

/** Why a deployment ended, or was refused. Stable codes: operators, dashboards and the planner read them. */
public enum Reason {
    /** Another deployment took a GPU of the plan first. */
    GPU_TAKEN,
    /** It began so late that a later plan no longer counted on it. */
    LAUNCH_LOST,
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
    /** The image, or its registry, is not to be had on the server. */
    IMAGE_PULL_FAILED,
    /** The cluster makes no pod for the Job: a quota, or a rule of its admission. */
    POD_REFUSED,
    /** The runtime class that pods name does not exist. */
    RUNTIME_CLASS_MISSING,
    /** No node takes the pod. */
    POD_UNSCHEDULABLE,
    /** The node turned the pod away, most often for lack of CPU, memory or disk. */
    NODE_REFUSED_POD,
    POD_FAILED,
    /** The node or somebody with the right to do so made the pod leave: pressure, a drain, a shutdown. */
    POD_EVICTED,
    POD_OUT_OF_MEMORY,
    /** The node object is not there any more. */
    NODE_GONE,
    /** The node's kubelet is silent, so that nobody can say whether the pod runs. */
    NODE_NOT_READY,
    /** Somebody edited the labels by which the pod is found: it runs, but its Service does not reach it. */
    LABELS_EDITED,
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
