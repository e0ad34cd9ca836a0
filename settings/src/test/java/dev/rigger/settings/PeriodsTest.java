package dev.rigger.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeriodsTest {
    static Stream<RecordComponent> periods() {
        return Arrays.stream(Periods.class.getRecordComponents());
    }

    @ParameterizedTest
    @MethodSource("periods")
    void oneFactorDividesEveryPeriod(RecordComponent period) throws ReflectiveOperationException {
        Duration whole = value(period, Periods.DEFAULTS);

        assertThat(value(period, Periods.DEFAULTS.dividedBy(4))).isEqualTo(whole.dividedBy(4));
    }

    @ParameterizedTest
    @MethodSource("periods")
    void noPeriodBecomesTooShortToMeanAnything(RecordComponent period) throws ReflectiveOperationException {
        assertThat(value(period, Periods.DEFAULTS.dividedBy(1_000_000)))
                .isGreaterThanOrEqualTo(Duration.ofMillis(50))
                .isLessThanOrEqualTo(value(period, Periods.DEFAULTS));
    }

    private static Duration value(RecordComponent period, Periods of) throws ReflectiveOperationException {
        return (Duration) period.getAccessor().invoke(of);
    }
}
