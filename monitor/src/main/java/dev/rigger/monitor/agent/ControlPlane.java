package dev.rigger.monitor.agent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.monitor.wire.ClusterState;
import dev.rigger.monitor.wire.Push;
import dev.rigger.monitor.wire.WireTime;
import dev.rigger.settings.AgentSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** The monitor's routes of one control plane, signed. Every call answers the HTTP status. */
final class ControlPlane implements AutoCloseable {
    private final String cluster;
    private final String miner;
    private final Duration timeout;
    private final RequestSigner signer;
    private final InstantSource clock;
    private final HttpClient http;

    ControlPlane(URI url, AgentSettings settings, RequestSigner signer, InstantSource clock) {
        this.cluster = url.toString().replaceAll("/+$", "") + "/api/v1/clusters/" + settings.clusterName();
        this.miner = settings.miner().ss58();
        this.timeout = settings.timeout();
        this.signer = signer;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    /** 200; 404 when no server has the cluster's name; 409 when it is known already. */
    int register(ObjectNode resources) throws IOException, InterruptedException {
        return withBody("POST", "", resources);
    }

    /** 200; 404 as above; 410 when it has to register. */
    int set(ObjectNode resources) throws IOException, InterruptedException {
        return withBody("PUT", "/resources", resources);
    }

    int tell(String type, ObjectNode object) throws IOException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("event").put("type", type).set("object", object);
        return withBody("PATCH", "/resources", body);
    }

    /** 200; 404 or 409 when everything has to be told again. */
    int heartbeat() throws IOException, InterruptedException {
        return withBody(
                "PUT",
                "/health",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("state", ClusterState.ACTIVE.wire())
                        .put("timestamp", WireTime.of(clock.instant())));
    }

    int unregister() throws IOException, InterruptedException {
        return send(
                request("").method("DELETE", BodyPublishers.noBody()),
                signer.managementForPurpose(miner, AgentRoutes.MONITORING));
    }

    private int withBody(String method, String path, ObjectNode body) throws IOException, InterruptedException {
        byte[] bytes = Push.bytes(body);
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofByteArray(bytes)),
                signer.managementForBody(miner, bytes));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(cluster + path)).timeout(timeout);
    }

    private int send(HttpRequest.Builder request, Map<String, String> headers)
            throws IOException, InterruptedException {
        headers.forEach(request::header);
        return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
