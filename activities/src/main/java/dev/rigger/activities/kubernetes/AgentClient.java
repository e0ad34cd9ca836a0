package dev.rigger.activities.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.settings.MinerSettings;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;

/** The agent in a server's own cluster, as far as onboarding asks it. */
@Singleton
class AgentClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http;
    private final RequestSigner signer;
    private final String miner;

    AgentClient(MinerSettings miner, KubernetesSettings settings, InstantSource clock) {
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
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(agentApi.replaceAll("/+$", "") + "/config/kubeconfig"))
                    .timeout(TIMEOUT);
            signer.managementForPurpose(miner, "registration").forEach(request::header);
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            String kubeconfig = answer.statusCode() == 200
                    ? json.readTree(answer.body()).path("kubeconfig").asText("")
                    : "";
            if (kubeconfig.isBlank()) {
                throw new IOException("it answered " + answer.statusCode() + " and no kubeconfig");
            }
            return kubeconfig;
        } catch (IllegalArgumentException e) {
            throw new IOException("its address is no URL", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the call was interrupted", e);
        }
    }
}
