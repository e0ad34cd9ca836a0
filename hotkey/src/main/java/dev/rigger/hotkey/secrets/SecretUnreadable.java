package dev.rigger.hotkey.secrets;

/** A sealed secret that cannot be opened. */
public final class SecretUnreadable extends RuntimeException {
    /** Stable codes. */
    public enum Code {
        SECRET_MALFORMED,
        SECRET_KEY_UNKNOWN,
        SECRET_CHANGED
    }

    private static final long serialVersionUID = 1L;

    private final Code code;

    private SecretUnreadable(Code code, String what, String next) {
        super(what + "\n" + code + "\n" + next);
        this.code = code;
    }

    static SecretUnreadable malformed(String context) {
        return new SecretUnreadable(
                Code.SECRET_MALFORMED,
                "What is stored as " + context + " is not a sealed secret.",
                "Store it anew: whatever wrote it did not encrypt it.");
    }

    static SecretUnreadable unknownKey(String id, String context) {
        return new SecretUnreadable(
                Code.SECRET_KEY_UNKNOWN,
                "The secret " + context + " was sealed with key " + id + ", which this process does not have.",
                "Add key " + id + " to RIGGER_ENCRYPTION_KEYS, behind the one that writes.");
    }

    static SecretUnreadable changed(String id, String context) {
        return new SecretUnreadable(
                Code.SECRET_CHANGED,
                "The secret " + context + " does not open with its key " + id + ".",
                "Either key " + id + " is another one than before, or the value was moved or changed: store it anew.");
    }

    public Code code() {
        return code;
    }
}
