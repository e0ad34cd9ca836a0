package dev.rigger.app;

import org.jspecify.annotations.Nullable;

/** This process cannot start, and the operator can do something about it: what, code and next step are in the message. */
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    public StartRefused(int exitCode, String what, String code, String next, @Nullable Throwable cause) {
        super(what + System.lineSeparator() + code + System.lineSeparator() + next, cause);
        this.exitCode = exitCode;
    }

    /** Of a failure whose message already says all three. */
    StartRefused(int exitCode, Throwable explained) {
        super(explained.getMessage(), explained);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
