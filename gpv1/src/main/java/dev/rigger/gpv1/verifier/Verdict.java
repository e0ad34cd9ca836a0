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
        WRONG_ROOT,
        /** Layers, passes, rows or groups are not what was asked. */
        WRONG_SIZE,
        /** Answered sooner than the claimed GPUs can. */
        TOO_FAST,
        /** Answered later than the claimed GPUs need. */
        TOO_SLOW,
        /** The roots of an audit came after they were due. */
        AUDIT_LATE,
        /** An audit's answer lacks a GPU or a step, or has one that was not asked for. */
        AUDIT_INCOMPLETE,
        /** A row that was asked for was not shown. */
        OPENING_MISSING,
        /** A row that was shown is not a row of the work that was committed to. */
        WRONG_ROW,
        /** A row that was shown was not in memory when an audit scanned it. */
        WRONG_SCAN
    }

    public boolean accepted() {
        return code == Code.PROVEN;
    }
}
