package dev.rigger.devnet.validator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.validator.clock.DevnetClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Scenarios and the story, over HTTP. */
class RehearsalTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-08-05T00:00:00Z");

    @Test
    void aScenarioIsPlayedAndItsReportAndTheStoryAreTold() {
        try (DevnetValidator devnet = DevnetValidator.builder()
                .clock(DevnetClock.over(() -> MIDNIGHT))
                .world(1)
                .start()) {
            MinerSide operator = new MinerSide(devnet, "11".repeat(32));
            assertThat(operator.plain("POST", "/devnet/scenarios", "{\"scenario\":\"outage\"}")
                            .status())
                    .isEqualTo(201);

            devnet.clockwork().advance(Duration.ofHours(1));

            JsonNode report =
                    operator.plain("GET", "/devnet/scenarios", "").json().path(0);
            assertThat(report.path("name").asText()).isEqualTo("an outage");
            assertThat(report.path("over").asBoolean()).isFalse();
            assertThat(report.path("steps"))
                    .hasSize(5)
                    .allSatisfy(
                            step -> assertThat(step.path("well").asBoolean()).isTrue());
            assertThat(operator.plain("GET", "/devnet/story", "").json().findValuesAsText("what"))
                    .anyMatch(what -> what.startsWith("users ask for"));
        }
    }

    @Test
    void aScenarioThatCannotBePlayedIsRefused() {
        try (DevnetValidator devnet = DevnetValidator.builder().start()) {
            MinerSide operator = new MinerSide(devnet, "11".repeat(32));
            assertThat(operator.plain("POST", "/devnet/scenarios", "{}")
                            .json()
                            .path("code")
                            .asText())
                    .isEqualTo("SCENARIO_MISSING");
            MinerSide.Answer refused = operator.plain("POST", "/devnet/scenarios", "{\"scenario\":\"nowhere.yaml\"}");
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.json().path("code").asText()).isEqualTo("SCENARIO_UNREADABLE");
        }
    }
}
