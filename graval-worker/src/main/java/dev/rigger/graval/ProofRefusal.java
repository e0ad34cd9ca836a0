package dev.rigger.graval;

/** Why this host refuses a challenge for good; the type of the activity's failure and the code of the HTTP answer. */
public enum ProofRefusal {
    WRONG_HOST,
    UNKNOWN_SCHEME,
    UNKNOWN_PROFILE,
    /** None is named, and these GPUs have none of their own. */
    PROFILE_MISSING,
    UNKNOWN_GPU,
    MALFORMED_CHALLENGE,
    /** A GPU has less memory than the work fills. */
    OUT_OF_GPU_MEMORY
}
