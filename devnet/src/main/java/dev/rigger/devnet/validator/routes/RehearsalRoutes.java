package dev.rigger.devnet.validator.routes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.validator.clock.Span;
import dev.rigger.devnet.validator.scenario.Scenario;
import dev.rigger.devnet.validator.scenario.ScenarioRefused;
import dev.rigger.devnet.validator.scenario.ScenarioReport;
import dev.rigger.devnet.validator.scenario.Stage;
import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.Reply;
import dev.rigger.devnet.validator.wire.Router;
import dev.rigger.devnet.validator.world.Story.Happening;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@code /devnet/scenarios} and {@code /devnet/story}: days that are played, and what happened by itself. */
public final class RehearsalRoutes {
    private final Stage stage;
    private final Supplier<List<Happening>> story;

    public RehearsalRoutes(Stage stage, Supplier<List<Happening>> story) {
        this.stage = stage;
        this.story = story;
    }

    public void addTo(Router router) {
        router.on("GET", "/devnet/story", call -> Reply.json(story.get()))
                .on("GET", "/devnet/scenarios", call -> Reply.json(reports()))
                .on("POST", "/devnet/scenarios", this::play);
    }

    /** Body: {@code {"scenario": "hostile-day"}}, an example's name or a file on this machine. */
    private Reply play(Call call) {
        JsonNode name = call.json().path("scenario");
        if (!name.isTextual()) {
            throw new Refusal(
                    422,
                    "SCENARIO_MISSING",
                    "No scenario is named.",
                    "Send {\"scenario\": …} with a file, or one of " + Scenario.EXAMPLES + ".");
        }
        try {
            return Reply.json(
                    201, wire(stage.play(Scenario.named(name.asText())).report()));
        } catch (ScenarioRefused refused) {
            throw new Refusal(
                    422, refused.code(), String.valueOf(refused.getMessage()), "Correct the file and send it again.");
        }
    }

    private List<Map<String, Object>> reports() {
        return stage.reports().stream().map(RehearsalRoutes::wire).toList();
    }

    private static Map<String, Object> wire(ScenarioReport report) {
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("name", report.name());
        wire.put("over", report.over());
        wire.put("failures", report.failures().size());
        wire.put("steps", report.outcomes().stream().map(RehearsalRoutes::wire).toList());
        return wire;
    }

    private static Map<String, Object> wire(ScenarioReport.Outcome outcome) {
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("at", Span.format(outcome.step().at()));
        wire.put("line", outcome.step().line());
        wire.put("well", outcome.well());
        wire.put("what", outcome.what());
        return wire;
    }
}
