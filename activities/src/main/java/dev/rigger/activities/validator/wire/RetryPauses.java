package dev.rigger.activities.validator.wire;

import dev.rigger.settings.ValidatorCalls;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long to wait before a repetition: as long as the validator says, otherwise a random share of a growing bound. */
final class RetryPauses {
    private static final int MOST_DOUBLINGS = 20;

    private final ValidatorCalls calls;
    private final InstantSource clock;
    private final RandomGenerator random;

    RetryPauses(ValidatorCalls calls, InstantSource clock, RandomGenerator random) {
        this.calls = calls;
        this.clock = clock;
        this.random = random;
    }

    /** Before repetition {@code number}, from 1: full jitter. */
    Duration before(int number) {
        long grown = calls.retryPause().toMillis() << Math.min(number - 1, MOST_DOUBLINGS);
        long bound = Math.min(grown, calls.retryPauseMax().toMillis());
        return Duration.ofMillis(random.nextLong(1 + bound));
    }

    /** Whether a wait that the validator asks for is short enough to be waited out in place. */
    boolean bearable(Duration asked) {
        return asked.compareTo(calls.retryPauseMax()) <= 0;
    }

    /** A {@code Retry-After} in seconds or as a date, bounded; empty when it cannot be read. */
    Optional<Duration> retryAfter(String header) {
        return parsed(header.strip()).map(asked -> {
            Duration least = asked.isNegative() ? Duration.ZERO : asked;
            return least.compareTo(calls.retryAfterMax()) > 0 ? calls.retryAfterMax() : least;
        });
    }

    private Optional<Duration> parsed(String header) {
        try {
            if (header.matches("\\d{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
            }
            Instant until = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(clock.instant(), until));
        } catch (DateTimeException | ArithmeticException unreadable) {
            return Optional.empty();
        }
    }
}
