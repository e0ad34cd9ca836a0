package dev.rigger.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthTest {
    private final RunningWeb web = RunningWeb.get();
    private final SignedCalls calls = web.signed();

    @Test
    void aPingNeedsNoSignature() {
        assertThat(open("/ping").body()).isEqualTo("{\"message\":\"pong\"}");
    }

    @Test
    void aHealthyProcessSaysThatAllItNeedsIsThere() {
        HttpResponse<String> answer = open("/health");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"status\":\"UP\",\"dependencies\":{\"database\":\"UP\",\"redis\":\"UP\",\"temporal\":\"UP\"}}");
    }

    @Test
    void aDependencyThatIsAwayIsNamedUntilItIsBack() {
        web.redis.stop();
        try {
            HttpResponse<String> answer = open("/health");

            assertThat(answer.statusCode()).isEqualTo(503);
            JsonNode dependencies = Json.of(answer.body()).get("dependencies");
            assertThat(dependencies.get("redis").asText()).isEqualTo("DOWN");
            assertThat(dependencies.get("database").asText()).isEqualTo("UP");
            assertThat(dependencies.get("temporal").asText()).isEqualTo("UP");
            assertThat(open("/ping").statusCode()).isEqualTo(200);
        } finally {
            web.redis.restart();
        }
        Await.until(() -> open("/health").statusCode() == 200);
    }

    @Test
    void metricsAreInPrometheusTextForm() {
        open("/ping");

        HttpResponse<String> answer = open("/prometheus");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("text/plain");
        assertThat(answer.body()).contains("# TYPE http_server_requests_seconds");
    }

    private HttpResponse<String> open(String path) {
        return calls.send("GET", path, Map.of(), "");
    }
}
