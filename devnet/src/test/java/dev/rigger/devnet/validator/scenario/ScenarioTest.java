package dev.rigger.devnet.validator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.rigger.devnet.validator.faults.FaultKind;
import dev.rigger.devnet.validator.operator.OperatorAction;
import dev.rigger.devnet.validator.scenario.Scenario.Act;
import dev.rigger.devnet.validator.wire.WireJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioTest {
    private static JsonNode schema() throws IOException {
        try (InputStream in = Scenario.class.getResourceAsStream("scenario.schema.json")) {
            return WireJson.MAPPER.readTree(in);
        }
    }

    private static String text(String example) throws IOException {
        try (InputStream in = Scenario.class.getResourceAsStream(example + ".yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @FieldSource("dev.rigger.devnet.validator.scenario.Scenario#EXAMPLES")
    void everyExampleIsReadAndFitsTheSchema(String example) throws IOException {
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema());

        assertThat(Scenario.named(example).about()).isNotEmpty();
        assertThat(schema.validate(LinedYaml.read(example, text(example)).root()))
                .isEmpty();
    }

    @Test
    void theSchemaKnowsEveryActionEveryFieldAndEveryFault() throws IOException {
        JsonNode definitions = schema().path("$defs");
        List<String> kinds = new ArrayList<>();
        definitions.path("kind").path("enum").forEach(kind -> kinds.add(kind.asText()));
        assertThat(kinds)
                .containsExactlyElementsOf(Arrays.stream(FaultKind.values())
                        .map(FaultKind::wireName)
                        .toList());

        List<String> actions = new ArrayList<>();
        for (JsonNode order : definitions.path("order").path("oneOf")) {
            String name = order.path("title").asText();
            actions.add(name);
            OperatorAction action = OperatorAction.named(name).orElseThrow();
            List<String> fields = new ArrayList<>();
            order.path("properties").fieldNames().forEachRemaining(fields::add);
            List<String> required = new ArrayList<>();
            order.path("required").forEach(field -> required.add(field.asText()));
            fields.removeAll(List.of("at", "do"));
            required.removeAll(List.of("at", "do"));
            assertThat(fields).containsExactlyInAnyOrderElementsOf(action.known());
            assertThat(required).isEqualTo(action.required());
        }
        assertThat(actions)
                .containsExactlyElementsOf(Arrays.stream(OperatorAction.values())
                        .map(OperatorAction::wireName)
                        .toList());
    }

    @Test
    void aHostileDayHasNearlyEveryKindOfFault() {
        List<FaultKind> played = Scenario.named("hostile-day").steps().stream()
                .map(Scenario.Step::act)
                .filter(Act.Trouble.class::isInstance)
                .flatMap(act -> ((Act.Trouble) act).fault().kinds().stream())
                .toList();
        assertThat(played).contains(FaultKind.EMPTY_LIST, FaultKind.SOCKET_HALF_OPEN, FaultKind.WRONG_HOTKEY);
        assertThat(played).doesNotHaveDuplicates().hasSizeGreaterThan(18);
    }

    @Test
    void timesAreReadInBothWaysAndStepsComeInOrder(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("day.yaml"), """
                steps:
                  - at: 1h30m
                    fault: { kind: slow, prefix: /ping }
                    for: 10m
                  - at: 0:15
                    do: set-target
                    chute: llama
                    target: 3
                """);

        Scenario day = Scenario.read(file);

        assertThat(day.name()).isEqualTo("day.yaml");
        assertThat(day.lasting()).isEqualTo(Duration.ofMinutes(90));
        assertThat(day.steps())
                .extracting(Scenario.Step::at)
                .containsExactly(Duration.ofMinutes(15), Duration.ofMinutes(90));
        assertThat(day.steps()).extracting(Scenario.Step::line).containsExactly(5, 2);
        assertThat(((Act.Trouble) day.steps().get(1).act()).fault().lasting()).isEqualTo(Duration.ofMinutes(10));
    }

    static List<Arguments> mistakes() {
        return List.of(
                Arguments.of(1, "SCENARIO_STEPS_MISSING", "name: nothing happens"),
                Arguments.of(1, "SCENARIO_SHAPE", "- at: 0:00"),
                Arguments.of(1, "SCENARIO_KEY_UNKNOWN", "stepps: []\nsteps: [{at: 0:00, expect: nothing}]"),
                Arguments.of(3, "SCENARIO_NOT_YAML", "steps:\n  - at: 0:00\n  do: x"),
                Arguments.of(3, "SCENARIO_NOT_YAML", "steps:\n  - at: 0:00\n    at: 0:01"),
                Arguments.of(2, "SCENARIO_STEP", "steps:\n  - do: drop-sockets"),
                Arguments.of(3, "SCENARIO_STEP", "steps:\n  - {at: 0:00, expect: nothing}\n  - at: 0:01"),
                Arguments.of(2, "SCENARIO_STEP", "steps:\n  - {at: 0:00, expect: nothing, do: drop-sockets}"),
                Arguments.of(2, "SCENARIO_TIME", "steps:\n  - {at: noon, expect: nothing}"),
                Arguments.of(1, "SCENARIO_TIME", "lasting: 1h\nsteps:\n  - {at: 2h, expect: nothing}"),
                Arguments.of(2, "SCENARIO_EXPECTATION", "steps:\n  - {at: 0:00, expect: rain}"),
                Arguments.of(2, "SCENARIO_ACTION_UNKNOWN", "steps:\n  - {at: 0:00, do: explode}"),
                Arguments.of(2, "ORDER_FIELD_MISSING", "steps:\n  - {at: 0:00, do: set-target, chute: x}"),
                Arguments.of(2, "ORDER_FIELD_UNKNOWN", "steps:\n  - {at: 0:00, do: drop-sockets, chute: x}"),
                Arguments.of(
                        3,
                        "FAULT_KIND_UNKNOWN",
                        "steps:\n  - {at: 0:00, expect: nothing}\n" + "  - {at: 0:00, fault: {kind: explode}}"),
                Arguments.of(2, "FAULT_SHARE_WRONG", "steps:\n  - {at: 0:00, fault: {kind: slow, share: 2}}"),
                Arguments.of(2, "SCENARIO_TIME", "steps:\n  - {at: 0:00, fault: {kind: slow}, for: ever}"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsRefusedWithItsFileLineAndCode(int line, String code, String text, @TempDir Path directory)
            throws IOException {
        Path file = Files.writeString(directory.resolve("bad.yaml"), text);

        assertThatThrownBy(() -> Scenario.read(file))
                .isInstanceOfSatisfying(ScenarioRefused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(code);
                    assertThat(refused.line()).isEqualTo(line);
                })
                .hasMessageStartingWith("bad.yaml:" + line + ": ");
    }

    @Test
    void aFileThatIsNotThereIsRefusedWithTheExamplesNames() {
        assertThatThrownBy(() -> Scenario.named("no-such-file.yaml"))
                .isInstanceOf(ScenarioRefused.class)
                .hasMessageContaining("SCENARIO_UNREADABLE")
                .hasMessageContaining("hostile-day");
    }
}
