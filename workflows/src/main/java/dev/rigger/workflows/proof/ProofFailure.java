package dev.rigger.workflows.proof;

/** A server's GPUs are not proven. */
public final class ProofFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String next;

    /**
     * @param code stable: of a verdict, or one of {@link ProofFailures}
     * @param next what to do about it
     */
    public ProofFailure(String code, String what, String next) {
        super(what);
        this.code = code;
        this.next = next;
    }

    public String code() {
        return code;
    }

    public String what() {
        return String.valueOf(getMessage());
    }

    public String next() {
        return next;
    }
}
