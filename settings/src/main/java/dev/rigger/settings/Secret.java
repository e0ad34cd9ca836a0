package dev.rigger.settings;

/** A value that never shows itself in logs, errors or debuggers' toString. */
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** The value in clear, for the one place that uses it. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "****";
    }
}
