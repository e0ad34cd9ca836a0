package dev.rigger.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.onboarding.OnboardingWorkflow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnboardingTest {
    private final RunningWeb web = RunningWeb.get();
    private final SignedCalls calls = web.signed();

    @Test
    void theStoryIsToldLineByLineAsItHappens() throws IOException {
        String name = name("good");
        try (BufferedReader lines = open(name)) {
            assertThat(lines.readLine())
                    .isEqualTo("data: {\"timestamp\":\"2026-08-05T17:00:00.123456\","
                            + "\"message\":\"attempting to add node server_id=u-1 to inventory...\"}");
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine())
                    .isEqualTo("data: {\"timestamp\":\"2026-08-05T17:00:01\","
                            + "\"message\":\"two\\nlines and a \\\"quote\\\"\"}");
            assertThat(lines.readLine()).isEmpty();

            verify(name);
            assertThat(lines.readLine()).contains("completed server bootstrapping");
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).isNull();
        }
    }

    @Test
    void whoComesBackHearsTheWholeStoryOfTheSameOnboarding() throws IOException {
        String name = name("again");
        try (BufferedReader first = open(name)) {
            assertThat(message(first)).startsWith("attempting");
        }
        try (BufferedReader second = open(name)) {
            assertThat(message(second)).startsWith("attempting");
            assertThat(message(second)).startsWith("two");
            verify(name);
            assertThat(message(second)).startsWith("completed");
        }
        assertThat(web.workflows
                        .listExecutions("WorkflowId = '" + WorkflowIds.onboarding(name) + "'")
                        .count())
                .isLessThanOrEqualTo(1);
    }

    @Test
    void aKeyLeadsBackToItsStoryAfterTheEnd() throws IOException {
        String name = name("keyed");
        String key = UUID.randomUUID().toString();
        try (BufferedReader first = reader(post(name, key))) {
            assertThat(message(first)).startsWith("attempting");
            verify(name);
            assertThat(rest(first)).hasSize(2);
        }
        try (BufferedReader second = reader(post(name, key))) {
            assertThat(rest(second)).hasSize(3).last().asString().contains("completed");
        }
    }

    @Test
    void aFailureIsToldInTheLastLine() throws IOException {
        String name = name("failing");
        try (BufferedReader lines = open(name)) {
            assertThat(message(lines)).startsWith("attempting");
            assertThat(message(lines)).startsWith("two");
            verify(name);
            assertThat(message(lines)).isEqualTo("GPU_MEMORY_MISMATCH");
            assertThat(rest(lines)).isEmpty();
        }
    }

    @Test
    void anOnboardingThatEndsWithoutAWordIsNotWaitedForForever() throws IOException {
        String name = name("vanishing");
        try (BufferedReader lines = open(name)) {
            assertThat(message(lines)).startsWith("attempting");
            assertThat(message(lines)).startsWith("two");
            verify(name);
            assertThat(message(lines)).contains("ONBOARDING_ENDED");
        }
    }

    @Test
    void aRefusalOfTheChecksIsTheAnswersStatus() {
        String name = name("taken");
        HttpResponse<String> answer = calls.post("/servers/", body(name));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(Json.detail(answer.body()))
                .containsExactly(
                        "Server with name=" + name + " is already provisioned!",
                        "SERVER_ALREADY_PROVISIONED",
                        "Delete it first.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"validator\":\"5F\",\"hourly_cost\":1,\"gpu_short_ref\":\"h200\"}",
                "{\"name\":7,\"validator\":\"5F\",\"hourly_cost\":1,\"gpu_short_ref\":\"h200\"}",
                "{\"name\":\"../etc\",\"validator\":\"5F\",\"hourly_cost\":1,\"gpu_short_ref\":\"h200\"}",
                "{\"name\":\"a\",\"hourly_cost\":1,\"gpu_short_ref\":\"h200\"}",
                "{\"name\":\"a\",\"validator\":\"5F\",\"hourly_cost\":\"dear\",\"gpu_short_ref\":\"h200\"}",
                "{\"name\":\"a\",\"validator\":\"5F\",\"hourly_cost\":-1,\"gpu_short_ref\":\"h200\"}",
                "{\"name\":\"a\",\"validator\":\"5F\",\"hourly_cost\":1}",
                "{\"name\":\"a\",\"validator\":\"5F\",\"hourly_cost\":1,\"gpu_short_ref\":\"h200\",\"agent_api\":\"no\"}"
            })
    void aBodyOfAnotherFormIsRefusedBeforeAnythingStarts(String body) {
        HttpResponse<String> answer = calls.post("/servers/", body);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(Json.detail(answer.body())).hasSize(3).contains("REQUEST_INVALID");
    }

    private BufferedReader open(String name) {
        return reader(calls.stream("/servers/", calls.forBody(body(name)), body(name)));
    }

    private HttpResponse<InputStream> post(String name, String key) {
        Map<String, String> headers = new HashMap<>(calls.forBody(body(name)));
        headers.put("Idempotency-Key", key);
        return calls.stream("/servers/", headers, body(name));
    }

    private static BufferedReader reader(HttpResponse<InputStream> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type").orElse("text/event-stream"))
                .startsWith("text/event-stream");
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /** As the existing command line reads: blank lines skipped, six characters stripped, the rest is JSON. */
    private static String message(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank()) {
                return frame(line).get("message").asText();
            }
        }
        throw new AssertionError("the stream ended");
    }

    private static List<String> rest(BufferedReader lines) throws IOException {
        List<String> messages = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank()) {
                messages.add(frame(line).get("message").asText());
            }
        }
        return messages;
    }

    private static JsonNode frame(String line) {
        assertThat(line).startsWith("data: ");
        return Json.of(line.substring(6));
    }

    private void verify(String name) {
        web.workflows
                .newWorkflowStub(OnboardingWorkflow.class, WorkflowIds.onboarding(name))
                .gpuVerified("gpu");
    }

    private static String name(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static String body(String name) {
        return "{\"name\":\"" + name + "\",\"validator\":\"" + Fleet.VALIDATOR
                + "\",\"hourly_cost\":2.5,\"gpu_short_ref\":\"h200\",\"agent_api\":\"http://203.0.113.10:32000\"}";
    }
}
