package dev.rigger.devnet.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Plain HTTP against the cluster's API, as any client would. */
final class ClusterCalls {
    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    ClusterCalls(String url) {
        this.url = url;
    }

    record Answer(int status, JsonNode body) {}

    Answer call(String method, String path, @Nullable String body, String contentType) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", contentType)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    Answer get(String path) {
        return call("GET", path, null, "application/json");
    }

    Answer post(String path, String body) {
        return call("POST", path, body, "application/json");
    }

    Answer delete(String path, String options) {
        return call("DELETE", path, options, "application/json");
    }

    Answer merge(String path, String patch) {
        return call("PATCH", path, patch, "application/merge-patch+json");
    }

    /** Asks again until the answer is as expected, for at most ten seconds. */
    Answer await(String path, Predicate<Answer> expected) {
        Instant end = Instant.now().plus(Duration.ofSeconds(10));
        Answer last = get(path);
        while (!expected.test(last)) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError(path + " never came to be as expected; last: " + last);
            }
            Thread.onSpinWait();
            last = get(path);
        }
        return last;
    }

    /** The lines of a watch; to be closed. */
    Stream<String> watch(String path) {
        try {
            return http.send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofLines())
                    .body();
        } catch (IOException e) {
            throw new AssertionError("watch " + path, e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    static JsonNode nextEvent(Iterator<String> lines) {
        try {
            return JSON.readTree(lines.next());
        } catch (IOException e) {
            throw new AssertionError("not JSON", e);
        }
    }

    /** A Job of one container on a node; labels and env as JSON, without braces and brackets. */
    static String job(String name, String node, String image, String labels, String env) {
        return """
                {"metadata":{"name":"%s","labels":{%s}},
                 "spec":{"backoffLimit":0,"template":{"metadata":{"labels":{%s}},"spec":{
                   "nodeName":"%s","restartPolicy":"Never","terminationGracePeriodSeconds":5,
                   "containers":[{"name":"main","image":"%s","env":[%s]}]}}}}""".formatted(name, labels, labels, node, image, env);
    }
}
