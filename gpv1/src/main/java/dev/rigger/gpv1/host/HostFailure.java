package dev.rigger.gpv1.host;

/** A GPU host's verification port gave no answer to judge. */
public final class HostFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, in a word that does not change. */
    public enum Code {
        /** Nobody listens there, or the connection broke. */
        UNREACHABLE,
        /** It listens and did not answer in time. */
        SILENT,
        /** Its GPUs are at another proof. */
        BUSY,
        /** The work is not in its GPUs' memory any more. */
        WORK_GONE,
        /** A GPU has less memory than the work fills. */
        OUT_OF_MEMORY,
        /** It does not admit our signature. */
        UNAUTHORIZED,
        /** It answered with an error, or with what cannot be read. */
        BROKEN
    }

    private final Code code;

    public HostFailure(Code code, String what) {
        super(what);
        this.code = code;
    }

    public Code code() {
        return code;
    }

    public String what() {
        return String.valueOf(getMessage());
    }
}
