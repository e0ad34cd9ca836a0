package dev.rigger.gpv1.verifier;

/** @param what one sentence for people; names GPUs by uuid, never what was expected of them */
public record Verdict(Code code, String what) {
    /** Why, in a word that does not change. */
    public enum Code {
        PROVEN,
        /** A GPU that was challenged did not open its boxes, or is not in the answer. */
        MISSING_GPU,
        /** The answer names a GPU that was not challenged. */
        UNKNOWN_GPU,
        WRONG_PLAINTEXT,
        /** The root is not the root of that work, or not a root at all. */
        WRONG_ROOT
    }

    public boolean accepted() {
        return code == Code.PROVEN;
    }
}
