package dev.rigger.devnet.validator.traffic;

import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.PortMapping;
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

/**
 * Calls to pods, signed by the validator for the pod's miner. Bodies and paths go as they are: the devnet's pods have no
 * session to encrypt them for.
 */
final class PodCalls implements AutoCloseable {
    private static final int API_PORT = 8000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final RequestSigner signer;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    PodCalls(Hotkey validator, InstantSource outside) {
        this.signer = new RequestSigner(validator, outside);
    }

    HttpResponse<byte[]> post(Instance instance, String path, byte[] body) throws IOException, InterruptedException {
        int port = instance.ports().stream()
                .filter(mapping -> mapping.internalPort() == API_PORT)
                .mapToInt(PortMapping::externalPort)
                .findFirst()
                .orElseThrow(() -> new IOException("it announced no port for " + API_PORT));
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://" + instance.host() + ":" + port + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("X-Chutes-Serialized", "false")
                .POST(BodyPublishers.ofByteArray(body));
        signer.managementForBody(instance.minerHotkey(), body).forEach(request::setHeader);
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
