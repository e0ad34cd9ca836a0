package dev.rigger.placement;

/** The hard rules. Stable codes: explanations and dashboards name them. */
public enum Rule {
    /** A banned chute is never launched. */
    NOT_BANNED,
    /** A chute that only serves jobs is launched by jobs alone. */
    NOT_JOB_ONLY,
    /** A copy must earn something. */
    WORTH_SOMETHING,
    /** The validator wants further copies, or offers a bounty and we have no copy. */
    SCALABLE_OR_BOUNTIED,
    /** Nothing on speculation while the validator's demand is unknown or old. */
    DEMAND_FRESH,
    /** One copy on its way at a time, where the validator does not say how many it wants. */
    ONE_PENDING,
    /** Not more copies than the validator wants or the operator allows. */
    ALLOWED_COPIES,
    /** Not while a refusal or failure of that chute is fresh. */
    CHUTE_NOT_BACKED_OFF,
    /** The GPU's model is one that the chute supports. */
    GPU_MODEL,
    /** Chutes for trusted servers run there and only there; others elsewhere. */
    TEE_EQUAL,
    /** A pinned chute runs only where it is pinned to. */
    PINNED,
    /** The server finished onboarding and is not leaving. */
    SERVER_READY,
    SERVER_UNLOCKED,
    /** The server's cluster answers, and was seen recently. */
    SERVER_HEALTHY,
    /** Not on a server whose last failure is fresh, nor the chute where it failed. */
    SERVER_NOT_BACKED_OFF,
    /** A quarantined server gets one probe at a time. */
    SERVER_NOT_QUARANTINED,
    /** Only GPUs whose proof was accepted. */
    GPU_VERIFIED,
    /** Exactly as many GPUs of one model as the chute asks for, free or worth freeing. */
    GPU_COUNT,
    CPU_SHARE,
    MEMORY_SHARE,
    /** Disk that is free, and what evicted copies give back. */
    DISK_SHARE,
    /** Not worth more than what would have to go, or than waiting for something better. */
    WORTH_THE_PLACE,
    /** Not more launches a plan than the setting says. */
    LAUNCHES_PER_PLAN,
    /** Not more launches a plan on one server than the setting says. */
    LAUNCHES_PER_SERVER,
    /** The operator's own policy said no. */
    OPERATOR_VETO,

    // Why a deployment is never ended to make room.

    /** Jobs run to their end. */
    VICTIM_NOT_A_JOB,
    /** Private chutes' copies, and what the validator says must stay. */
    VICTIM_PREEMPTIBLE,
    /** What the operator pinned stays. */
    VICTIM_NOT_PINNED,
    /** A copy on its way has earned nothing yet. */
    VICTIM_ACTIVE,
    /** A copy that dies young loses all that it earned. */
    VICTIM_OLD_ENOUGH,
    /** A copy does not make room for another of the same chute. */
    VICTIM_OTHER_CHUTE,
    /** The last copy of all miners stays. */
    VICTIM_NOT_LAST_COPY,
    /** What runs on a cluster that cannot be seen cannot be ended for sure. */
    VICTIM_SERVER_HEALTHY,
    /** A locked server is left as it is. */
    VICTIM_SERVER_UNLOCKED
}
