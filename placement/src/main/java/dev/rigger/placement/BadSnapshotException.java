package dev.rigger.placement;

/** A snapshot that contradicts itself. Says what is wrong, where, and under which stable code. */
public final class BadSnapshotException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String code;

    /**
     * @param code stable, such as {@code GPU_OWNED_TWICE}
     * @param what what is wrong and where, as a sentence without its full stop
     * @param next what to do about it
     */
    public BadSnapshotException(String code, String what, String next) {
        super(what + " (" + code + "). " + next);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
