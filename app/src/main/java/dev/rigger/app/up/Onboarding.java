package dev.rigger.app.up;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Adds the rehearsal's servers as an operator's CLI does: by signed requests whose answers are streams of progress. */
final class Onboarding {
    private static final String DONE = "completed server bootstrapping";
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);
    private static final int TRIES = 20;
    private static final int OK = 200;
    private static final int ALREADY_THERE = 409;

    private final URI api;
    private final Hotkey miner;
    private final String validator;
    private final RequestSigner signer;
    private final Terminal terminal;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    Onboarding(URI api, Hotkey miner, String validator, Terminal terminal) {
        this.api = api;
        this.miner = miner;
        this.validator = validator;
        this.signer = new RequestSigner(miner, Clock.systemUTC());
        this.terminal = terminal;
    }

    /** Returns when the server is in the fleet, now or since an earlier run; the story tells the steps. */
    void add(GpuServer server) throws InterruptedException {
        for (int tries = 0; tries < TRIES; tries++) {
            try {
                if (isAdded(server)) {
                    return;
                }
            } catch (IOException away) {
                terminal.say(server.name() + ": the API did not answer (" + away.getMessage() + "); once more soon");
            }
            Thread.sleep(BETWEEN_TRIES);
        }
        terminal.say(server.name() + " could not be added; the story above says why");
    }

    private boolean isAdded(GpuServer server) throws IOException, InterruptedException {
        byte[] body = body(server);
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve("/servers/"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        signer.managementForBody(miner.ss58(), body).forEach(request::setHeader);
        HttpResponse<Stream<String>> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = answer.body()) {
            if (answer.statusCode() == OK) {
                return lines.anyMatch(line -> line.contains(DONE));
            }
            if (answer.statusCode() == ALREADY_THERE) {
                return true;
            }
            terminal.say(server.name() + ": the API answered " + answer.statusCode() + " "
                    + String.join(" ", lines.toList()));
            return false;
        }
    }

    private byte[] body(GpuServer server) throws IOException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", server.name());
        body.put("validator", validator);
        body.put("hourly_cost", server.hourlyCost());
        body.put("gpu_short_ref", server.shortRef());
        return new ObjectMapper().writeValueAsBytes(body);
    }
}
