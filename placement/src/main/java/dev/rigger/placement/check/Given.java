package dev.rigger.placement.check;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Single values of a snapshot. Sentences are made only when something is wrong, because every plan asks this. */
final class Given {

    /** No multiplier, price or share of any fleet comes near it, and sums of a million of them stay exact enough. */
    private static final double BEYOND_REASON = 1e9;

    private Given() {}

    static void present(String kind, String id, String field, @Nullable Object value) {
        if (value == null || value instanceof String text && text.isEmpty()) {
            throw Contradiction.MISSING.found(where(kind, id) + field + " is missing");
        }
    }

    static void countFrom(long least, String kind, String id, String field, long value) {
        if (value < least) {
            throw Contradiction.NEGATIVE.found(where(kind, id) + field + " is " + value + ", the least is " + least);
        }
    }

    static void count(String kind, String id, String field, @Nullable Integer value) {
        if (value != null) {
            countFrom(0, kind, id, field, value);
        }
    }

    static void number(String kind, String id, String field, double value) {
        if (!(Math.abs(value) <= BEYOND_REASON)) {
            throw Contradiction.NOT_A_NUMBER.found(where(kind, id) + field + " is " + value);
        }
    }

    static void amount(String kind, String id, String field, double value) {
        number(kind, id, field, value);
        if (value < 0) {
            throw Contradiction.NEGATIVE.found(where(kind, id) + field + " is " + value + ", the least is 0");
        }
    }

    static void length(String kind, String id, String field, @Nullable Duration value) {
        present(kind, id, field, value);
        if (value != null && value.isNegative()) {
            throw Contradiction.NEGATIVE.found(where(kind, id) + field + " is " + value + ", the least is 0");
        }
    }

    static void past(String kind, String id, String field, @Nullable Instant value, Instant latest) {
        if (value != null && value.isAfter(latest)) {
            throw Contradiction.IN_THE_FUTURE.found(where(kind, id) + field + " is " + value + ", more than "
                    + SnapshotCheck.CLOCK_SKEW.toMinutes() + " minutes after the snapshot was taken");
        }
    }

    private static String where(String kind, String id) {
        return Character.toUpperCase(kind.charAt(0)) + kind.substring(1) + (id.isEmpty() ? ": " : " " + id + ": ");
    }
}
