package dev.rigger.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rigger.simulator.Outcome;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportTest {

    @Test
    void aRatioIsTheGeometricMeanOfPairsAndItsBoundLiesBelow() {
        Ratio ratio = Ratio.of(standing("a", 110, 240, 330), standing("b", 100, 200, 300));

        assertThat(ratio.mean()).isCloseTo(Math.cbrt(1.1 * 1.2 * 1.1), within(1e-9));
        assertThat(ratio.lower()).isBetween(1.1 - 1e-9, ratio.mean());
        assertThat(ratio.better()).isEqualTo(3);
    }

    @Test
    void whatIsSometimesMuchWorseHasABoundBelowOne() {
        Ratio ratio = Ratio.of(standing("a", 130, 130, 60, 130), standing("b", 100, 100, 100, 100));

        assertThat(ratio.mean()).isGreaterThan(1);
        assertThat(ratio.lower()).isLessThan(1);
    }

    @Test
    void onlyTheSameSeedsAreCompared() {
        assertThatThrownBy(() -> Ratio.of(standing("a", 1, 2), standing("b", 1)))
                .hasMessageContaining("only the same ones can be compared");
    }

    @Test
    void axesHaveRoundTicksAndHoldEverything() {
        Axis axis = Axis.round(-3, 17, 5, 100, 0);

        assertThat(axis.ticks()).containsExactly(-5.0, 0.0, 5.0, 10.0, 15.0, 20.0);
        assertThat(axis.pixel(20)).isZero();
        assertThat(axis.pixel(-5)).isEqualTo(100);
        assertThat(Axis.hours(48, 0, 1).ticks()).contains(6.0, 48.0);
        assertThat(Axis.label(2_500_000)).isEqualTo("2.5 M");
        assertThat(Axis.label(-20)).isEqualTo("-20");
    }

    @Test
    void columnsAreAligned() {
        Table table = new Table("policy", "ratio");
        table.row(List.of("a", "1.0"));

        assertThat(table.text()).isEqualTo("policy  ratio\na         1.0\n");
        assertThat(table.markdown()).isEqualTo("| policy | ratio |\n| --- | ---: |\n| a | 1.0 |\n");
    }

    private static Standing standing(String policy, double... units) {
        return new Standing(
                policy,
                IntStream.range(0, units.length)
                        .mapToObj(seed -> outcome(policy, seed, units[seed]))
                        .toList());
    }

    private static Outcome outcome(String policy, long seed, double units) {
        return new Outcome(
                policy,
                seed,
                units,
                1,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                List.of(),
                DoubleStream.of(units).boxed().toList(),
                new Outcome.Effort(0, 0, 0));
    }
}
