package dev.rigger.devnet.validator.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClockworkTest {
    private static final Instant START = Instant.parse("2026-08-05T12:00:00Z");

    private final AtomicReference<Instant> outside = new AtomicReference<>(START);
    private final List<String> story = new ArrayList<>();

    private void outsidePasses(Duration time) {
        outside.updateAndGet(now -> now.plus(time));
    }

    @Test
    void anAcceleratedClockRunsFasterFromTheMomentOnAtWhichItIsTold() {
        DevnetClock clock = DevnetClock.accelerated(outside::get, 60);
        outsidePasses(Duration.ofSeconds(10));
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(10)));

        clock.accelerate(1);
        outsidePasses(Duration.ofSeconds(10));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(610));
        assertThat(DevnetClock.accelerated(outside::get, 60).realOf(Duration.ofMinutes(1)))
                .isEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void timeNeitherStandsStillNorGoesBack(double factor) {
        assertThatThrownBy(() -> DevnetClock.accelerated(outside::get, factor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CLOCK_FACTOR");
    }

    @Test
    void whatIsDueInBetweenHappensEachAtItsOwnMoment() {
        DevnetClock clock = DevnetClock.over(outside::get);
        Clockwork clockwork = new Clockwork(clock);
        clockwork.every(Duration.ofMinutes(20), () -> tell("every", clock));
        clockwork.after(Duration.ofMinutes(30), () -> {
            tell("once", clock);
            clockwork.after(Duration.ofMinutes(5), () -> tell("thereupon", clock));
        });

        clockwork.advance(Duration.ofHours(1));

        assertThat(story).containsExactly("every 20", "once 30", "thereupon 35", "every 40", "every 60");
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(1)));
    }

    @Test
    void aStepThatFailsHasItsNextTurn() {
        DevnetClock clock = DevnetClock.over(outside::get);
        Clockwork clockwork = new Clockwork(clock);
        clockwork.every(Duration.ofMinutes(20), () -> {
            tell("tried", clock);
            throw new IllegalStateException("on purpose");
        });

        clockwork.advance(Duration.ofMinutes(45));

        assertThat(story).containsExactly("tried 20", "tried 40");
    }

    @Test
    void startedItRunsByItself() throws InterruptedException {
        try (Clockwork clockwork = new Clockwork(DevnetClock.accelerated(Instant::now, 3600))) {
            CountDownLatch hours = new CountDownLatch(3);
            clockwork.every(Duration.ofHours(1), hours::countDown);
            clockwork.start();

            assertThat(hours.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"250ms,250ms", "90s,1m30s", "1h30m,1h30m", "2d,2d", "PT5M,5m", "0s,0s"})
    void durationsAreReadAsPeopleWriteThem(String written, String formatted) {
        assertThat(Span.parse(written).map(Span::format)).hasValue(formatted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "soon", "-5m", "PT-5M", "5 minutes", "1m30"})
    void whatIsNoDurationIsNone(String written) {
        assertThat(Span.parse(written)).isEmpty();
    }

    private void tell(String what, DevnetClock clock) {
        story.add(what + " " + Duration.between(START, clock.instant()).toMinutes());
    }
}
