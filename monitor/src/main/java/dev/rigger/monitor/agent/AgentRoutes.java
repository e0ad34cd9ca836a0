package dev.rigger.monitor.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.rigger.hotkey.RequestVerifier;
import dev.rigger.hotkey.SignedRequest;
import dev.rigger.hotkey.Verdict;
import dev.rigger.monitor.wire.Push;
import dev.rigger.monitor.wire.WireTime;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent's HTTP: what the control plane asks of it. Refusals are {@code {"detail":…}}. */
final class AgentRoutes implements HttpHandler {
    static final String MONITORING = "monitoring";

    private static final Logger LOG = LoggerFactory.getLogger(AgentRoutes.class);
    private static final String REGISTRATION = "registration";
    private static final int MAX_BODY_BYTES = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String cluster;
    private final RequestVerifier verifier;
    private final Monitoring monitoring;
    private final MinerKubeconfig kubeconfig;

    AgentRoutes(String cluster, RequestVerifier verifier, Monitoring monitoring, MinerKubeconfig kubeconfig) {
        this.cluster = cluster;
        this.verifier = verifier;
        this.monitoring = monitoring;
        this.kubeconfig = kubeconfig;
    }

    /** A status and its JSON. */
    private record Answer(int status, ObjectNode body) {
        static Answer ok(String key, String value) {
            return new Answer(200, JsonNodeFactory.instance.objectNode().put(key, value));
        }

        static Answer refused(int status, String detail) {
            return new Answer(status, JsonNodeFactory.instance.objectNode().put("detail", detail));
        }

        Answer with(String key, String value) {
            body.put(key, value);
            return this;
        }
    }

    @Override
    public void handle(HttpExchange call) throws IOException {
        try (call) {
            byte[] sent = call.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
            Answer answer = sent.length > MAX_BODY_BYTES
                    ? Answer.refused(413, "The body is too large.\nBODY_TOO_LARGE\nNo request needs that much.")
                    : answer(call, sent);
            byte[] body = Push.bytes(answer.body());
            call.getResponseHeaders().set("Content-Type", "application/json");
            call.sendResponseHeaders(answer.status(), body.length);
            call.getResponseBody().write(body);
        } catch (RuntimeException unplanned) {
            LOG.error(
                    "{} {} failed",
                    call.getRequestMethod(),
                    call.getRequestURI().getPath(),
                    unplanned);
            throw unplanned;
        }
    }

    private Answer answer(HttpExchange call, byte[] body) {
        return switch (call.getRequestMethod() + " " + call.getRequestURI().getPath()) {
            case "GET /ping" -> Answer.ok("message", "pong");
            case "GET /monitor/health" -> health();
            case "GET /monitor/status" -> status();
            case "GET /config/kubeconfig" -> signed(call, body, REGISTRATION).orElseGet(this::kubeconfig);
            case "POST /monitor/start" -> signed(call, body, MONITORING).orElseGet(() -> start(body));
            case "GET /monitor/stop" -> signed(call, body, MONITORING).orElseGet(this::stop);
            default -> Answer.refused(404, "Not Found");
        };
    }

    /** The refusal, unless the miner signed it. */
    private Optional<Answer> signed(HttpExchange call, byte[] body, String purpose) {
        Verdict verdict = verifier.verify(new SignedRequest(
                call.getRequestMethod(),
                call.getRequestURI().toString(),
                call.getRequestHeaders()::getFirst,
                body,
                purpose));
        return verdict instanceof Verdict.Refused refused
                ? Optional.of(Answer.refused(
                        401,
                        String.join("\n", refused.detail(), refused.refusal().name(), refused.next())))
                : Optional.empty();
    }

    private Answer health() {
        return monitoring.state() == Monitoring.State.ERROR
                ? Answer.refused(503, monitoring.error().orElse("the agent has failed"))
                : Answer.ok("status", "healthy").with("cluster", cluster);
    }

    private Answer status() {
        ObjectNode body = JsonNodeFactory.instance.objectNode().putNull("cluster_id");
        body.put("state", monitoring.state().wire());
        body.put("error_message", monitoring.error().orElse(null));
        body.put("last_heartbeat", monitoring.lastHeartbeat().map(WireTime::of).orElse(null));
        return new Answer(200, body);
    }

    private Answer kubeconfig() {
        try {
            return kubeconfig
                    .read()
                    .map(yaml -> Answer.ok("kubeconfig", yaml))
                    .orElseGet(() -> Answer.refused(404, "The cluster has no secret " + MinerKubeconfig.SECRET + "."));
        } catch (KubernetesClientException failure) {
            return failure.getCode() == 403
                    ? Answer.refused(403, "The agent may not read secret " + MinerKubeconfig.SECRET + ".")
                    : Answer.refused(500, "The secret cannot be read: " + failure.getMessage());
        }
    }

    private Answer start(byte[] body) {
        Optional<URI> url = wantedUrl(body);
        if (url.isEmpty()) {
            return Answer.refused(
                    422,
                    "control_plane_url is no URL.\nREQUEST_INVALID\nSend {\"control_plane_url\":\"http://host:32001\"}.");
        }
        try {
            monitoring.start(url.get());
            return Answer.ok("message", "Monitoring started").with("cluster", cluster);
        } catch (Monitoring.AlreadyRunning running) {
            return Answer.refused(409, "Monitoring is already running.");
        } catch (IOException failure) {
            return Answer.refused(500, "Monitoring did not start and is tried again: " + failure.getMessage());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return Answer.refused(500, "The agent ends.");
        }
    }

    private Answer stop() {
        try {
            return monitoring.stop()
                    ? Answer.ok("message", "Monitoring stopped")
                    : Answer.refused(409, "Monitoring is not running.");
        } catch (IOException failure) {
            return Answer.refused(
                    500, "Monitoring stopped, and the control plane was not told: " + failure.getMessage());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return Answer.refused(500, "The agent ends.");
        }
    }

    private static Optional<URI> wantedUrl(byte[] body) {
        try {
            JsonNode wanted = JSON.readTree(body).path("control_plane_url");
            return UrlFile.parse(wanted.asText(""));
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
    }
}
