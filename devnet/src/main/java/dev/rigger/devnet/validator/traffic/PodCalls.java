package dev.rigger.devnet.validator.traffic;

import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.PortMapping;
import dev.rigger.devnet.validator.wire.WireJson;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/**
 * Calls to pods, signed by the validator for the pod's miner. Bodies and paths go as they are: the devnet's pods have no
 * session to encrypt them for.
 */
public final class PodCalls implements AutoCloseable {
    private static final int API_PORT = 8000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final RequestSigner signer;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** @param outside the time that signatures bear */
    public PodCalls(Hotkey validator, InstantSource outside) {
        this.signer = new RequestSigner(validator, outside);
    }

    /** A user's call. */
    HttpResponse<byte[]> post(Instance instance, String path, byte[] body) throws IOException, InterruptedException {
        return http.send(request(instance, path, body, PATIENCE), BodyHandlers.ofByteArray());
    }

    /** One of the platform's own; ends exceptionally when it is not answered in time. */
    public CompletableFuture<HttpResponse<byte[]>> ask(Instance instance, String path, Object body, Duration patience) {
        try {
            return http.sendAsync(request(instance, path, WireJson.bytes(body), patience), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private HttpRequest request(Instance instance, String path, byte[] body, Duration patience) throws IOException {
        int port = instance.ports().stream()
                .filter(mapping -> mapping.internalPort() == API_PORT)
                .mapToInt(PortMapping::externalPort)
                .findFirst()
                .orElseThrow(() -> new IOException("it announced no port for " + API_PORT));
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://" + instance.host() + ":" + port + path))
                .timeout(patience)
                .header("Content-Type", "application/json")
                .header("X-Chutes-Serialized", "false")
                // Simulated clusters of several devnets may share addresses; a pod of another launch refuses.
                .header("X-Devnet-Config", instance.configId())
                .POST(BodyPublishers.ofByteArray(body));
        signer.managementForBody(instance.minerHotkey(), body).forEach(request::setHeader);
        return request.build();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
