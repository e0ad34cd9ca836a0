package dev.rigger.activities.validator.wire;

/** An answer with a status below 500, read whole. */
public record Reply(int status, String body) {
    public boolean ok() {
        return status >= 200 && status < 300;
    }
}
