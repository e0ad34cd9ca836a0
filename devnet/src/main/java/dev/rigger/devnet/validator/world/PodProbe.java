package dev.rigger.devnet.validator.world;

import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.PortMapping;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Pings pods over HTTP, {@code /_ping} on the port that stands for 8000. The answer is judged at the next look, so that a
 * pod that hangs holds up nobody. A pod that never answered is not judged: simulated ones do not serve.
 */
final class PodProbe implements Probe, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PORT = 8000;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    private final Map<String, Finding> findings = new ConcurrentHashMap<>();

    @Override
    public Finding ping(Instance instance) {
        Finding last = findings.getOrDefault(instance.instanceId(), Finding.UNKNOWN);
        instance.ports().stream()
                .filter(port -> port.internalPort() == PORT)
                .findFirst()
                .ifPresent(port -> send(instance, port));
        return last;
    }

    /** Forgets an instance that is no more. */
    void forget(String instanceId) {
        findings.remove(instanceId);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private void send(Instance instance, PortMapping port) {
        URI uri = URI.create("http://" + instance.host() + ":" + port.externalPort() + "/_ping");
        var unused = http.sendAsync(
                        HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.discarding())
                .handle((response, failure) -> {
                    boolean answered = failure == null && response.statusCode() < 500;
                    findings.merge(
                            instance.instanceId(),
                            answered ? Finding.ANSWERS : Finding.UNKNOWN,
                            (before, now) -> answered
                                    ? Finding.ANSWERS
                                    : before == Finding.UNKNOWN ? Finding.UNKNOWN : Finding.SILENT);
                    return null;
                });
    }
}
