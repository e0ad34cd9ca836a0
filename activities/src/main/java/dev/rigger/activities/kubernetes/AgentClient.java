package dev.rigger.activities.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.settings.MinerSettings;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

/** The agent in a server's own cluster, as far as the control plane asks it. */
@Singleton
public class AgentClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http;
    private final RequestSigner signer;
    private final String miner;

    public AgentClient(MinerSettings miner, KubernetesSettings settings, InstantSource clock) {
        this.miner = miner.ss58();
        this.signer = new RequestSigner(Hotkey.fromSeed(miner.seed().reveal()), clock);
        this.http = HttpClient.newBuilder()
                .connectTimeout(settings.connectTimeout())
                .build();
    }

    /**
     * {@code GET <agent>/config/kubeconfig}, signed for {@code registration}.
     *
     * @throws IOException saying what the agent did instead of giving one
     */
    String kubeconfig(String agentApi) throws IOException {
        HttpResponse<String> answer =
                send(() -> request(agentApi, "/config/kubeconfig"), signer.managementForPurpose(miner, "registration"));
        String kubeconfig = answer.statusCode() == HttpURLConnection.HTTP_OK
                ? json.readTree(answer.body()).path("kubeconfig").asText("")
                : "";
        if (kubeconfig.isBlank()) {
            throw new IOException("it answered " + answer.statusCode() + " and no kubeconfig");
        }
        return kubeconfig;
    }

    /**
     * {@code POST <agent>/monitor/start}: asks it to push to the control plane at that URL. One that pushes already is no
     * failure.
     *
     * @throws IOException saying what the agent did instead
     */
    public void startMonitoring(String agentApi, URI controlPlane) throws IOException {
        byte[] body = json.writeValueAsBytes(Map.of("control_plane_url", controlPlane.toString()));
        HttpResponse<String> answer = send(
                () -> request(agentApi, "/monitor/start")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)),
                signer.managementForBody(miner, body));
        mustBeDone(answer);
    }

    /**
     * {@code GET <agent>/monitor/stop}, signed for {@code monitoring}: asks it to push no longer. One that does not push is no
     * failure.
     *
     * @throws IOException saying what the agent did instead
     */
    public void stopMonitoring(String agentApi) throws IOException {
        mustBeDone(send(() -> request(agentApi, "/monitor/stop"), signer.managementForPurpose(miner, "monitoring")));
    }

    private static void mustBeDone(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() != HttpURLConnection.HTTP_OK
                && answer.statusCode() != HttpURLConnection.HTTP_CONFLICT) {
            throw new IOException("it answered " + answer.statusCode());
        }
    }

    private static HttpRequest.Builder request(String agentApi, String path) {
        return HttpRequest.newBuilder(URI.create(agentApi.replaceAll("/+$", "") + path))
                .timeout(TIMEOUT);
    }

    private HttpResponse<String> send(Supplier<HttpRequest.Builder> made, Map<String, String> headers)
            throws IOException {
        try {
            HttpRequest.Builder request = made.get();
            headers.forEach(request::header);
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IllegalArgumentException e) {
            throw new IOException("its address is no URL", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the call was interrupted", e);
        }
    }
}
