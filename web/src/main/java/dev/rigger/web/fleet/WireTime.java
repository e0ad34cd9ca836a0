package dev.rigger.web.fleet;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times as the wire writes them: ISO 8601 in UTC with microseconds, which are left out when they are zero. */
public final class WireTime {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final DateTimeFormatter MICROSECONDS = new DateTimeFormatterBuilder()
            .append(SECONDS)
            .appendFraction(ChronoField.NANO_OF_SECOND, 6, 6, true)
            .toFormatter();

    private WireTime() {}

    /** With its offset: {@code 2026-08-05T17:00:00.123456+00:00}. */
    public static String of(Instant time) {
        return naive(time) + "+00:00";
    }

    public static @Nullable String ofNullable(@Nullable Instant time) {
        return time == null ? null : of(time);
    }

    /** Without an offset: {@code 2026-08-05T17:00:00.123456}. */
    public static String naive(Instant time) {
        LocalDateTime utc = LocalDateTime.ofInstant(time.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
        return utc.format(utc.getNano() == 0 ? SECONDS : MICROSECONDS);
    }
}
