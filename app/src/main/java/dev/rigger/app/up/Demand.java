package dev.rigger.app.up;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** What users do at the validator: they ask for an app that nobody runs, which makes a bounty of it. */
final class Demand {
    private static final String CHUTE = "night-painter";
    private static final int CREATED = 201;

    private final URI validator;
    private final Terminal terminal;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Demand(URI validator, Terminal terminal) {
        this.validator = validator;
        this.terminal = terminal;
    }

    /** A new chute whose bounty comes with it. Done in an earlier run, it is left alone. */
    void askForOneThatNobodyRuns() throws IOException, InterruptedException {
        if (isThere()) {
            return;
        }
        HttpResponse<String> created = post(
                "/devnet/chutes",
                Map.of(
                        "name",
                        CHUTE,
                        "gpu_count",
                        1,
                        "min_vram_gb",
                        48,
                        "include",
                        List.of("a100", "l40s"),
                        "target",
                        1));
        if (created.statusCode() != CREATED) {
            terminal.say("The validator made no chute " + CHUTE + ": " + created.statusCode() + " " + created.body());
            return;
        }
        String chuteId = json.readTree(created.body()).path("chute_id").asText();
        HttpResponse<String> offered = post("/devnet/bounty", Map.of("chute_id", chuteId));
        terminal.say(
                offered.statusCode() == CREATED
                        ? "Users ask for " + CHUTE + ", which nobody runs: the validator offers a bounty"
                        : "The validator offers no bounty for " + CHUTE + ": " + offered.body());
    }

    private boolean isThere() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(validator.resolve("/devnet/state")).build();
        JsonNode state = json.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        return state.path("chutes").findValuesAsText("name").contains(CHUTE);
    }

    private HttpResponse<String> post(String path, Map<String, Object> body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(validator.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
