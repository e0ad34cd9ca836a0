package dev.rigger.devnet.validator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.devnet.validator.clock.DevnetClock;
import dev.rigger.devnet.validator.faults.FaultKind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ScenarioRunnerTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-08-05T00:00:00Z");

    @ParameterizedTest
    @FieldSource("dev.rigger.devnet.validator.scenario.Scenario#EXAMPLES")
    void everyExampleIsPlayedToItsEndAndNothingIsRefused(String example) {
        Scenario scenario = Scenario.named(example);
        try (DevnetValidator devnet = DevnetValidator.builder()
                .clock(DevnetClock.over(() -> MIDNIGHT))
                .starterChutes()
                .start()) {
            ScenarioRunner runner = devnet.play(scenario);

            devnet.clockwork().advance(scenario.lasting());

            ScenarioReport report = runner.report();
            assertThat(report.failures()).isEmpty();
            assertThat(report.over()).isTrue();
            assertThat(report.outcomes()).hasSameSizeAs(scenario.steps());
            assertThat(devnet.faults().all()).isEmpty();
        }
    }

    @Test
    void aFaultStandsForItsTimeAndOrdersAreCarriedOutAtTheirs() {
        Scenario outage = ScenarioReader.read("day.yaml", """
                steps:
                  - at: 0:10
                    fault: { kind: status-503 }
                    for: 10m
                  - at: 0:30
                    do: set-target
                    chute: llama-8b
                    target: 9
                """);
        try (DevnetValidator devnet = DevnetValidator.builder()
                .clock(DevnetClock.over(() -> MIDNIGHT))
                .starterChutes()
                .start()) {
            ScenarioRunner runner = devnet.play(outage);
            assertThat(devnet.faults().all()).isEmpty();

            devnet.clockwork().advance(Duration.ofMinutes(15));
            assertThat(devnet.faults().all())
                    .singleElement()
                    .satisfies(fault -> assertThat(fault.kinds()).containsExactly(FaultKind.STATUS_503));
            devnet.clockwork().advance(Duration.ofMinutes(10));
            assertThat(devnet.faults().all()).isEmpty();
            assertThat(runner.report().over()).isFalse();

            devnet.clockwork().advance(Duration.ofMinutes(10));
            String llama = devnet.platform()
                    .chutes()
                    .byIdOrName("llama-8b")
                    .orElseThrow()
                    .chuteId();
            assertThat(devnet.platform().standing(llama).target()).isEqualTo(9);
        }
    }

    @Test
    void aRefusedStepIsToldAndTheDayGoesOn() {
        Scenario day = ScenarioReader.read("day.yaml", """
                steps:
                  - at: 0:10
                    do: delete-chute
                    chute: no-such-chute
                  - at: 0:20
                    do: delete-chute
                    chute: llama-8b
                """);
        try (DevnetValidator devnet = DevnetValidator.builder()
                .clock(DevnetClock.over(() -> MIDNIGHT))
                .starterChutes()
                .start()) {
            ScenarioRunner runner = devnet.play(day);

            devnet.clockwork().advance(Duration.ofHours(1));

            assertThat(runner.report().failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.what()).contains("CHUTE_UNKNOWN"));
            assertThat(devnet.platform().chutes().byIdOrName("llama-8b")).isEmpty();
        }
    }
}
