package dev.rigger.devnet.validator.wire;

import org.jspecify.annotations.Nullable;

/**
 * One way to misbehave on routes that begin with {@code prefix}. Several effects may be combined.
 *
 * @param method only that HTTP method, or null for every one
 * @param status answer this instead of doing anything
 * @param delayMs wait so long first
 * @param emptyList a list without items and without a word about it
 * @param noItems a list that says {@code NO_ITEMS}
 * @param truncate end the connection in the middle of the body
 * @param keepShare of a list, only this share of its items, looking complete
 * @param drop end the connection without an answer; what was asked for was not done
 * @param count how many calls it hits before it is over; null for ever
 * @param share of matching calls that it hits, 0 to 1; null for all
 */
public record Fault(
        String prefix,
        @Nullable String method,
        @Nullable Integer status,
        @Nullable Long delayMs,
        boolean emptyList,
        boolean noItems,
        boolean truncate,
        @Nullable Double keepShare,
        boolean drop,
        @Nullable Integer count,
        @Nullable Double share) {
    public static Fault status(String prefix, int status) {
        return new Fault(prefix, null, status, null, false, false, false, null, false, null, null);
    }

    public static Fault delay(String prefix, long millis) {
        return new Fault(prefix, null, null, millis, false, false, false, null, false, null, null);
    }

    public static Fault emptyList(String prefix) {
        return new Fault(prefix, null, null, null, true, false, false, null, false, null, null);
    }

    public static Fault noItems(String prefix) {
        return new Fault(prefix, null, null, null, false, true, false, null, false, null, null);
    }

    public static Fault truncated(String prefix) {
        return new Fault(prefix, null, null, null, false, false, true, null, false, null, null);
    }

    public static Fault keeping(String prefix, double share) {
        return new Fault(prefix, null, null, null, false, false, false, share, false, null, null);
    }

    public static Fault dropping(String prefix) {
        return new Fault(prefix, null, null, null, false, false, false, null, true, null, null);
    }

    public Fault times(int calls) {
        return new Fault(prefix, method, status, delayMs, emptyList, noItems, truncate, keepShare, drop, calls, share);
    }
}
