package dev.rigger.devnet.validator.platform;

import org.jspecify.annotations.Nullable;

/** A devnet cannot start, and whoever starts it can do something about it. */
public final class StartProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String what;
    private final String code;
    private final String next;

    public StartProblem(String what, String code, String next, @Nullable Throwable cause) {
        super(what + " (" + code + "). " + next, cause);
        this.what = what;
        this.code = code;
        this.next = next;
    }

    public String what() {
        return what;
    }

    public String code() {
        return code;
    }

    public String next() {
        return next;
    }
}
