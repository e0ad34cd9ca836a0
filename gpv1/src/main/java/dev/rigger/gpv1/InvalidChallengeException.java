package dev.rigger.gpv1;

/** What was asked cannot be asked: a parameter out of range, a malformed blob, an unusable identity. Carries no secret. */
public final class InvalidChallengeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String what;

    public InvalidChallengeException(String what) {
        super(what);
        this.what = what;
    }

    /** The message. */
    public String what() {
        return what;
    }
}
