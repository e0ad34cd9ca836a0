package dev.rigger.placement.stored;

import org.jspecify.annotations.Nullable;

/** Stored bytes that cannot be read. */
public final class StoredFormException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** Why. The names are stable codes. */
    public enum Code {
        /** Written by a newer Rigger. */
        STORED_FORM_NEWER,
        /** Something else than was asked for, such as a plan where a snapshot was expected. */
        STORED_FORM_OTHER,
        /** Cut off, changed, or never one of ours. */
        STORED_FORM_DAMAGED
    }

    private final Code code;

    StoredFormException(Code code, String what, String next, @Nullable Exception cause) {
        super(what + " (" + code + "). " + next, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
