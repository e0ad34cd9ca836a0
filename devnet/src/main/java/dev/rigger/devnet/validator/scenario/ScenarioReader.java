package dev.rigger.devnet.validator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.validator.clock.Span;
import dev.rigger.devnet.validator.faults.Fault;
import dev.rigger.devnet.validator.faults.FaultJson;
import dev.rigger.devnet.validator.operator.OperatorAction;
import dev.rigger.devnet.validator.operator.OrderCheck;
import dev.rigger.devnet.validator.scenario.Scenario.Act;
import dev.rigger.devnet.validator.scenario.Scenario.Step;
import dev.rigger.devnet.validator.wire.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a scenario, strictly: a key that is not known is a mistake of whoever wrote it. */
final class ScenarioReader {
    private static final Set<String> OF_SCENARIO = Set.of("name", "about", "lasting", "steps");
    private static final Pattern TIME_OF_DAY = Pattern.compile("(\\d{1,3}):([0-5]\\d)(?::([0-5]\\d))?");
    private static final Duration LONGEST = Duration.ofDays(30);

    private final LinedYaml yaml;

    private ScenarioReader(LinedYaml yaml) {
        this.yaml = yaml;
    }

    static Scenario read(String file, String text) {
        return new ScenarioReader(LinedYaml.read(file, text)).scenario(file);
    }

    private Scenario scenario(String file) {
        JsonNode root = yaml.root();
        refuseIf(!root.isObject(), 1, "a scenario is a mapping", "SCENARIO_SHAPE", "Begin it with name: and steps:.");
        onlyKnown(root, OF_SCENARIO);
        JsonNode steps = root.path("steps");
        refuseIf(
                !steps.isArray() || steps.isEmpty(),
                yaml.lineOf(root),
                "there are no steps",
                "SCENARIO_STEPS_MISSING",
                "Add steps: with one - at: … entry each.");
        List<Step> read = new ArrayList<>();
        steps.forEach(step -> read.add(step(step, yaml.lineOf(steps))));
        read.sort(Comparator.comparing(Step::at));
        Duration last = read.getLast().at();
        Duration lasting = root.has("lasting") ? span(root, "lasting") : last;
        refuseIf(
                lasting.compareTo(last) < 0 || lasting.compareTo(LONGEST) > 0,
                yaml.lineOf(root),
                "it lasts " + Span.format(lasting) + ", its last step is at " + Span.format(last),
                "SCENARIO_TIME",
                "Let it last longer than its last step, and at most 30 days.");
        return new Scenario(text(root, "name", file), text(root, "about", ""), lasting, List.copyOf(read));
    }

    private Step step(JsonNode step, int lineOfList) {
        int line = step.isObject() ? yaml.lineOf(step) : lineOfList;
        refuseIf(
                !step.isObject() || !step.has("at"),
                line,
                "a step is a mapping with a time",
                "SCENARIO_STEP",
                "Write it as - at: 8:30 and do:, fault: or expect:.");
        List<String> kinds =
                List.of("do", "fault", "expect").stream().filter(step::has).toList();
        refuseIf(
                kinds.size() != 1,
                line,
                "a step does one thing, this one " + (kinds.isEmpty() ? "nothing" : kinds.toString()),
                "SCENARIO_STEP",
                "Give it exactly one of do:, fault: and expect:.");
        ObjectNode fields = (ObjectNode) step;
        try {
            Act act = switch (kinds.get(0)) {
                case "do" -> order(fields, line);
                case "fault" -> trouble(fields);
                default -> expectation(fields, line);
            };
            return new Step(time(fields, line), line, act);
        } catch (Refusal refusal) {
            throw yaml.refused(
                    line,
                    refusal.detail(),
                    Objects.requireNonNullElse(refusal.code(), "SCENARIO_STEP"),
                    Objects.requireNonNullElse(refusal.next(), "Correct the step."));
        }
    }

    private Act order(ObjectNode step, int line) {
        String name = step.path("do").asText();
        OperatorAction action = OperatorAction.named(name)
                .orElseThrow(() -> yaml.refused(
                        line,
                        "there is nothing to do that is called " + name,
                        "SCENARIO_ACTION_UNKNOWN",
                        "Known are "
                                + Arrays.stream(OperatorAction.values())
                                        .map(OperatorAction::wireName)
                                        .collect(Collectors.joining(", "))
                                + "."));
        ObjectNode order = step.deepCopy().without(List.of("at", "do"));
        OrderCheck.check(action, order);
        return new Act.Order(action, order);
    }

    private Act trouble(ObjectNode step) {
        onlyKnown(step, Set.of("at", "fault", "for"));
        Fault fault = FaultJson.read(step.path("fault"));
        return new Act.Trouble(step.has("for") ? fault.lasting(span(step, "for")) : fault);
    }

    private Act expectation(ObjectNode step, int line) {
        onlyKnown(step, Set.of("at", "expect", "for"));
        refuseIf(
                !step.path("expect").asText().equals("nothing"),
                line,
                "only nothing can be expected",
                "SCENARIO_EXPECTATION",
                "Write expect: nothing, and for: 10m if it is to last.");
        return new Act.ExpectNothing(step.has("for") ? span(step, "for") : Duration.ZERO);
    }

    /** {@code 8:30} is half past eight after the beginning, and so is {@code 8h30m}. */
    private Duration time(ObjectNode step, int line) {
        String written = step.path("at").asText();
        Matcher clock = TIME_OF_DAY.matcher(written);
        if (clock.matches()) {
            int seconds = clock.group(3) == null ? 0 : Integer.parseInt(clock.group(3));
            return Duration.ofHours(Long.parseLong(clock.group(1)))
                    .plusMinutes(Long.parseLong(clock.group(2)))
                    .plusSeconds(seconds);
        }
        return Span.parse(written)
                .orElseThrow(() -> yaml.refused(
                        line,
                        "the step's time " + written + " is none",
                        "SCENARIO_TIME",
                        "Write 8:30 or 8h30m, from the scenario's beginning."));
    }

    private Duration span(JsonNode of, String key) {
        Optional<Duration> span = Span.parse(of.path(key).asText());
        return span.orElseThrow(() -> yaml.refused(
                yaml.lineOf(of), key + " is no duration", "SCENARIO_TIME", "Write it as 90s, 10m, 1h30m or 1d."));
    }

    private static String text(JsonNode of, String key, String otherwise) {
        return of.path(key).asText(otherwise);
    }

    private void onlyKnown(JsonNode object, Set<String> known) {
        object.fieldNames()
                .forEachRemaining(key -> refuseIf(
                        !known.contains(key),
                        yaml.lineOf(object),
                        "the key " + key + " means nothing here",
                        "SCENARIO_KEY_UNKNOWN",
                        "Known are " + known.stream().sorted().toList() + "."));
    }

    private void refuseIf(boolean wrong, int line, String what, String code, String next) {
        if (wrong) {
            throw yaml.refused(line, what, code, next);
        }
    }
}
