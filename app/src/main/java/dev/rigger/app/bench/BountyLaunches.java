package dev.rigger.app.bench;

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
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Offers a bounty at the validator and watches the cluster for the Job that follows. */
final class BountyLaunches implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private record Seen(String change, String chuteId, long nanos) {}

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI validator;
    private final Connection inventory;
    private final Duration patience;
    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    private final Stream<String> watch;
    private volatile boolean closed;

    /** @param inventory the control plane's database, which tells what the miner knows; stays the caller's to close */
    BountyLaunches(URI validator, URI cluster, Connection inventory, Duration patience)
            throws IOException, InterruptedException {
        this.validator = validator;
        this.inventory = inventory;
        this.patience = patience;
        this.watch = http.send(
                        HttpRequest.newBuilder(cluster.resolve("/apis/batch/v1/namespaces/chutes/jobs?watch=true"))
                                .build(),
                        BodyHandlers.ofLines())
                .body();
        Thread.ofVirtual().name("job-watch").start(this::follow);
    }

    private void follow() {
        try {
            watch.forEach(this::note);
        } catch (UncheckedIOException ended) {
            if (!closed) {
                throw ended;
            }
        }
    }

    private void note(String line) {
        long now = System.nanoTime();
        try {
            JsonNode change = JSON.readTree(line);
            seen.add(new Seen(
                    change.path("type").asText(),
                    change.at("/object/metadata/labels/chutes~1chute-id").asText(),
                    now));
        } catch (IOException e) {
            throw new IllegalStateException("The cluster's watch sent " + line, e);
        }
    }

    /** One launch on a fleet that is idle before and after it. */
    Duration launchAndRemove(String name) throws IOException, SQLException, InterruptedException {
        String chuteId = post(
                        "/devnet/chutes",
                        Map.of("name", name, "gpu_count", 1, "include", List.of("h200", "a100", "l40s"), "target", 0))
                .path("chute_id")
                .asText();
        awaitThat(
                "known to the miner",
                chuteId,
                () -> count("SELECT count(*) FROM chutes WHERE chute_id = ?", chuteId) > 0);
        post("/devnet/target", Map.of("chute_id", chuteId, "target", 1));
        long begun = System.nanoTime();
        post("/devnet/bounty", Map.of("chute_id", chuteId));
        Duration taken = Duration.ofNanos(await("ADDED", chuteId) - begun);
        awaitThat(
                "active",
                chuteId,
                () -> count("SELECT count(*) FROM deployments WHERE active AND chute_id = ?", chuteId) > 0);
        call("DELETE", "/devnet/chutes/" + chuteId, null);
        awaitThat("drained", chuteId, () -> count("SELECT count(*) FROM deployments WHERE chute_id = ?", chuteId) == 0);
        return taken;
    }

    private interface Condition {
        boolean holds() throws SQLException;
    }

    private void awaitThat(String what, String chuteId, Condition condition) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Chute " + chuteId + " was not " + what + " after " + patience);
            }
            Thread.sleep(LOOK_AGAIN);
        }
    }

    private long count(String sql, String chuteId) throws SQLException {
        try (PreparedStatement statement = inventory.prepareStatement(sql)) {
            statement.setString(1, chuteId);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        }
    }

    private long await(String change, String chuteId) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Seen next = seen.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new IllegalStateException("No Job of chute " + chuteId + " was " + change + " in " + patience);
            }
            if (next.change().equals(change) && next.chuteId().equals(chuteId)) {
                return next.nanos();
            }
        }
    }

    private JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return call("POST", path, JSON.writeValueAsString(body));
    }

    private JsonNode call(String method, String path, @Nullable String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(validator.resolve(path))
                        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(method + " " + path + " answered " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() {
        closed = true;
        watch.close();
        http.shutdownNow();
    }
}
