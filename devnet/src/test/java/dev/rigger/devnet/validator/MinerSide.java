package dev.rigger.devnet.validator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A miner and its pods, as far as HTTP goes. */
final class MinerSide {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Hotkey hotkey;
    private final RequestSigner signer;
    final URI api;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    MinerSide(DevnetValidator validator, String seed) {
        this(validator.api(), seed);
        validator.gate().register(hotkey.ss58());
    }

    /** One that nobody registered. */
    MinerSide(URI api, String seed) {
        this.hotkey = Hotkey.fromSeed(seed);
        this.signer = new RequestSigner(hotkey, Clock.systemUTC());
        this.api = api;
    }

    record Answer(int status, String text) {
        JsonNode json() {
            try {
                return text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
            } catch (IOException e) {
                throw new AssertionError("Not JSON: " + text, e);
            }
        }

        List<JsonNode> items() {
            List<JsonNode> items = new ArrayList<>();
            text.lines()
                    .filter(line -> line.startsWith("data: {"))
                    .forEach(line -> items.add(new Answer(status, line.substring(6)).json()));
            return items;
        }
    }

    Map<String, String> signed(String purpose) {
        return signer.forPurpose(purpose);
    }

    Map<String, String> signedBody(String body) {
        return signer.forBody(body.getBytes(UTF_8));
    }

    Answer get(String path, String purpose) {
        return send("GET", path, signer.forPurpose(purpose), "");
    }

    Answer delete(String path, String purpose) {
        return send("DELETE", path, signer.forPurpose(purpose), "");
    }

    Answer post(String path, String purpose) {
        return send("POST", path, signer.forPurpose(purpose), "");
    }

    Answer postSigned(String path, String body) {
        return send("POST", path, signer.forBody(body.getBytes(UTF_8)), body);
    }

    Answer plain(String method, String path, String body) {
        return send(method, path, Map.of(), body);
    }

    /** Of the answer to an unsigned call. */
    HttpHeaders headers(String path) {
        try {
            return http.send(HttpRequest.newBuilder(api.resolve(path)).build(), BodyHandlers.discarding())
                    .headers();
        } catch (IOException e) {
            throw new AssertionError(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    Answer pod(String method, String url, String token, String body) {
        return send(method, url, Map.of("Authorization", token), body);
    }

    /** A launch config for the chute. */
    JsonNode token(String chuteId) {
        Answer answer = get("/instances/launch_config?chute_id=" + chuteId, "launch");
        if (answer.status() != 200) {
            throw new AssertionError("No token: " + answer);
        }
        return answer.json();
    }

    Answer send(String method, String path, Map<String, String> headers, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        path.startsWith("http") ? URI.create(path) : api.resolve(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
