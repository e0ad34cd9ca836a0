package dev.rigger.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rigger.simulator.engine.Dice.Of;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DiceTest {

    private static final int THROWS = 20_000;
    private final Dice dice = new Dice(1);

    @Test
    void aThrowDependsOnNothingButWhatItIsFor() {
        double first = dice.uniform(Of.CRASH, 3, 4);
        LongStream.range(0, 100).forEach(i -> dice.uniform(Of.DRAIN, i, i));

        assertThat(dice.uniform(Of.CRASH, 3, 4)).isEqualTo(first);
        assertThat(dice.uniform(Of.CRASH, 4, 3)).isNotEqualTo(first);
        assertThat(dice.uniform(Of.DRAIN, 3, 4)).isNotEqualTo(first);
        assertThat(new Dice(2).uniform(Of.CRASH, 3, 4)).isNotEqualTo(first);
    }

    @Test
    void distributionsHaveTheirMeansAndMedians() {
        assertThat(mean(i -> dice.uniform(Of.JOB, 1, i))).isCloseTo(0.5, within(0.01));
        assertThat(mean(i -> dice.exponential(Of.JOB, 2, i, 60))).isCloseTo(60, within(1.5));
        assertThat(mean(i -> dice.normal(Of.JOB, 3, i))).isCloseTo(0, within(0.03));
        assertThat(mean(i -> dice.poisson(Of.JOB, 4, i, 2.5))).isCloseTo(2.5, within(0.05));
        assertThat(LongStream.range(0, THROWS)
                        .mapToDouble(i -> dice.logNormal(Of.JOB, 5, i, 1_000, 0.35))
                        .sorted()
                        .toArray()[THROWS / 2])
                .isCloseTo(1_000, within(20.0));
    }

    private static double mean(LongToDoubleFunction of) {
        return LongStream.range(0, THROWS).mapToDouble(of).average().orElseThrow();
    }
}
