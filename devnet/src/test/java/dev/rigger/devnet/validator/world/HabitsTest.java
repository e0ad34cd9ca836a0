package dev.rigger.devnet.validator.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HabitsTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-08-05T00:00:00Z");

    private static List<Double> day(long seed, String chute) {
        Habits habits = new Habits(new Chance(seed), chute, 1);
        return IntStream.range(0, 288)
                .mapToObj(slot -> habits.busyCopies(MIDNIGHT.plus(Duration.ofMinutes(5L * slot))))
                .toList();
    }

    @Test
    void usersOfAChuteAreTheSameForTheSameSeed() {
        assertThat(day(1, "llama")).isEqualTo(day(1, "llama")).isNotEqualTo(day(2, "llama"));
        assertThat(day(1, "llama")).isNotEqualTo(day(1, "flux"));
    }

    @Test
    void usersAreBusierAtSomeHoursThanAtOthersAndNeverFewerThanNone() {
        for (int chute = 0; chute < 50; chute++) {
            List<Double> day = day(5, "chute-" + chute);
            DoubleSummaryStatistics figures =
                    day.stream().mapToDouble(Double::doubleValue).summaryStatistics();
            assertThat(figures.getMin()).isPositive();
            assertThat(figures.getMax()).isGreaterThan(1.5 * figures.getMin()).isLessThan(60);
        }
    }
}
