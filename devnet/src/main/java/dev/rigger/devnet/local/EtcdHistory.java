package dev.rigger.devnet.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Compacts etcd's history, through the JSON gateway of its API. */
final class EtcdHistory {
    /** The key of one zero byte, in base64: any will do to be told the revision. */
    private static final String ANY_KEY = "{\"key\":\"AA==\"}";

    private EtcdHistory() {}

    static void forget(URI etcd) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String revision = post(http, etcd.resolve("/v3/kv/range"), ANY_KEY)
                    .at("/header/revision")
                    .asText();
            post(http, etcd.resolve("/v3/kv/compaction"), "{\"revision\":\"" + revision + "\",\"physical\":true}");
        }
    }

    private static JsonNode post(HttpClient http, URI uri, String body) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(uri)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        "etcd answers " + answer.statusCode() + " to " + uri.getPath() + ": " + answer.body());
            }
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException("etcd does not answer at " + uri, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while etcd forgets", e);
        }
    }
}
