package dev.rigger.devnet.cluster.programs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The calls of a pod to the validator, with the bare launch token as authorization; none where the token is empty. */
public final class LaunchCalls {
    private static final int TRIES = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http;
    private final Duration pause;

    /** @param pause by which the pauses grow while the validator cannot be reached */
    public LaunchCalls(HttpClient http, Duration pause) {
        this.http = http;
        this.pause = pause;
    }

    /** @param status 0 when nobody answered */
    record Answer(int status, String body) {
        JsonNode json() {
            return ChuteProgram.parse(body);
        }
    }

    Answer get(String url, String token) throws InterruptedException {
        return send("GET", url, token, BodyPublishers.noBody());
    }

    Answer post(String url, String token, JsonNode body) throws InterruptedException {
        return send("POST", url, token, BodyPublishers.ofString(body.toString()));
    }

    Answer put(String url, String token, JsonNode body) throws InterruptedException {
        return send("PUT", url, token, BodyPublishers.ofString(body.toString()));
    }

    Answer putMultipart(String url, String boundary, byte[] body) throws InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url))
                .timeout(PATIENCE)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .PUT(BodyPublishers.ofByteArray(body))
                .build());
    }

    private Answer send(String method, String url, String token, BodyPublisher body) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(method, body);
        // The addresses of jobs carry a token of their own.
        if (!token.isEmpty()) {
            request.header("Authorization", token);
        }
        return send(request.build());
    }

    private Answer send(HttpRequest request) throws InterruptedException {
        String last = "";
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Thread.sleep(pause.multipliedBy(attempt));
            try {
                var response = http.send(request, BodyHandlers.ofString());
                return new Answer(response.statusCode(), response.body());
            } catch (IOException e) {
                last = "validator unreachable: " + e;
            }
        }
        return new Answer(0, last);
    }
}
