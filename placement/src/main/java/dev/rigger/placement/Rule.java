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
    /** One copy on its way at a time. */
    ONE_PENDING,
    /** Not more copies than are allowed. */
    ALLOWED_COPIES,
    /** Not while a refusal or failure of that chute is fresh. */
    CHUTE_NOT_BACKED_OFF,
    /** The GPU's model is one that the chute supports. */
    GPU_MODEL,
    /** Chutes for trusted servers run there and only there; others elsewhere. */
    TEE_EQUAL,
    /** The server finished onboarding and is not leaving. */
    SERVER_READY,
    SERVER_UNLOCKED,
    /** Not on a server whose last failure is fresh. */
    SERVER_NOT_BACKED_OFF,
    /** Only GPUs whose proof was accepted. */
    GPU_VERIFIED,
    /** Exactly as many free GPUs of one model as the chute asks for. */
    GPU_COUNT,
    CPU_SHARE,
    MEMORY_SHARE,
    DISK_SHARE,
    /** Not more launches a plan than the setting says. */
    LAUNCHES_PER_PLAN,
    /** Not more launches a plan on one server than the setting says. */
    LAUNCHES_PER_SERVER
}
