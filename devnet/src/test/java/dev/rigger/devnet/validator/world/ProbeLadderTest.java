package dev.rigger.devnet.validator.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProbeLadderTest {
    private static final Instant NOON = Instant.parse("2026-08-05T12:00:00Z");

    private final ProbeLadder ladder = new ProbeLadder();

    private boolean failed(String instance, int minutes) {
        return ladder.failed(instance, NOON.plus(Duration.ofMinutes(minutes)));
    }

    @Test
    void theThirdFailureIsTheLast() {
        assertThat(failed("a", 0)).isFalse();
        assertThat(failed("a", 59)).isFalse();
        assertThat(failed("a", 118)).isTrue();
    }

    @Test
    void anHourWithoutAFailureForgivesAll() {
        failed("a", 0);
        failed("a", 1);

        assertThat(failed("a", 61)).isFalse();
        assertThat(failed("a", 62)).isFalse();
        assertThat(failed("a", 63)).isTrue();
    }

    @Test
    void eachInstanceHasALadderOfItsOwn() {
        failed("a", 0);
        failed("a", 1);

        assertThat(failed("b", 2)).isFalse();
        assertThat(failed("a", 2)).isTrue();
    }

    @Test
    void nothingIsKeptOfInstancesThatAreNoMore() {
        failed("a", 0);
        failed("a", 1);
        ladder.forgetAllBut(Set.of("b"));

        assertThat(failed("a", 2)).isFalse();
    }
}
