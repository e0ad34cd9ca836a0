package dev.rigger.devnet.validator.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is not the one hoped for: an HTTP status with {@code {"detail": ...}}. What operators are told has a
 * stable {@code code} and what to do {@code next} beside it; the platform tells miners the detail alone.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final @Nullable String code;
    private final @Nullable String next;

    public Refusal(int status, String detail) {
        this(status, null, detail, null);
    }

    public Refusal(int status, @Nullable String code, String detail, @Nullable String next) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.next = next;
    }

    public int status() {
        return status;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public @Nullable String code() {
        return code;
    }

    public @Nullable String next() {
        return next;
    }

    Reply reply() {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("detail", detail());
        if (code != null) {
            body.put("code", code);
        }
        if (next != null) {
            body.put("next", next);
        }
        return Reply.json(status, body);
    }
}
