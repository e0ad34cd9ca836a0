package dev.rigger.devnet.validator.verification;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.Map;

/** Calls to a GPU host's verification port, signed by the validator for that host's miner. */
final class HostCalls implements AutoCloseable {
    private static final Duration INFO_TIMEOUT = Duration.ofSeconds(12);
    private static final Duration PROOF_TIMEOUT = Duration.ofSeconds(150);
    private static final Duration BUSY_PAUSE = Duration.ofSeconds(1);
    private static final int ATTEMPTS_WHILE_BUSY = 30;

    private final RequestSigner signer;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    HostCalls(Hotkey validator, InstantSource clock) {
        this.signer = new RequestSigner(validator, clock);
    }

    /** {@code GET /info}: the answer to a device-info challenge. */
    String info(String miner, String host, int port, String challenge) throws IOException, InterruptedException {
        return expectOk(
                "/info",
                http.send(
                        request(
                                        host,
                                        port,
                                        "/info?challenge=" + challenge,
                                        signer.managementForPurpose(miner, "graval"))
                                .timeout(INFO_TIMEOUT)
                                .build(),
                        BodyHandlers.ofString()));
    }

    /** {@code POST /prove}; a host whose GPUs are busy is asked again for a while. */
    String prove(String miner, String host, int port, byte[] body) throws IOException, InterruptedException {
        HttpResponse<String> response = null;
        for (int attempt = 0; attempt < ATTEMPTS_WHILE_BUSY; attempt++) {
            response = http.send(
                    request(host, port, "/prove", signer.managementForBody(miner, body))
                            .header("Content-Type", "application/json")
                            .timeout(PROOF_TIMEOUT)
                            .POST(BodyPublishers.ofByteArray(body))
                            .build(),
                    BodyHandlers.ofString(UTF_8));
            if (response.statusCode() != 409) {
                return expectOk("/prove", response);
            }
            Thread.sleep(BUSY_PAUSE);
        }
        throw new IOException("the GPUs stayed busy with other proofs");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private static String expectOk(String path, HttpResponse<String> response) throws IOException {
        if (response.statusCode() != 200) {
            throw new IOException(path + " was answered " + response.statusCode());
        }
        return response.body();
    }

    private static HttpRequest.Builder request(String host, int port, String path, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + path));
        headers.forEach(request::header);
        return request;
    }
}
