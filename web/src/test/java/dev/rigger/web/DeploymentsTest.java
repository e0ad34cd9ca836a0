package dev.rigger.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Server;
import dev.rigger.workflows.TaskQueues;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.deployment.Cause;
import dev.rigger.workflows.deployment.DeploymentOrder;
import dev.rigger.workflows.deployment.DeploymentOutcome;
import dev.rigger.workflows.deployment.DeploymentTimings;
import dev.rigger.workflows.deployment.DeploymentWorkflow;
import dev.rigger.workflows.deployment.Reason;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeploymentsTest {
    private final RunningWeb web = RunningWeb.get();
    private final SignedCalls calls = web.signed();

    @Test
    void oneDeploymentIsToldToEndBecauseAnOperatorSaysSo() {
        Server server = web.fleet.server();
        Deployment deployment = running(server, 0, null);

        HttpResponse<String> answer = calls.delete("/deployments/" + deployment.deploymentId());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Json.of(answer.body()).get("status").asText()).isEqualTo("initiated");
        assertThat(Json.of(answer.body()).get("ending").asText()).isEqualTo("TOLD");
        JsonNode purged = Json.of(answer.body()).get("deployment_purged");
        assertThat(purged.get("deployment_id").asText()).isEqualTo(deployment.deploymentId());
        assertThat(purged.get("server_name").asText()).isEqualTo(server.name());
        assertThat(purged.has("server")).isFalse();
        assertThat(reasonOf(deployment)).isEqualTo(Reason.OPERATOR_PURGED);
    }

    @Test
    void aServersDeploymentsEndButItsJobsGoOn() {
        Server server = web.fleet.server();
        Deployment serving = running(server, 0, null);
        Deployment job = running(server, 1, "job-7");

        Map<String, JsonNode> purged = purged(calls.delete("/servers/" + server.name() + "/deployments"));

        assertThat(purged).containsOnlyKeys(serving.deploymentId());
        JsonNode entry = entry(purged, serving);
        assertThat(entry.get("chute_name").asText()).isEqualTo("my-model");
        assertThat(entry.get("server_id").asText()).isEqualTo(server.serverId());
        assertThat(entry.get("gpu_count").asInt()).isEqualTo(1);
        assertThat(reasonOf(serving)).isEqualTo(Reason.OPERATOR_PURGED);
        assertThat(stub(job).state().endingBecause()).isNull();
    }

    @Test
    void purgingAllEndsJobsTooAndSaysWhichDeploymentsNobodyOwns() {
        Server server = web.fleet.server();
        Deployment job = running(server, 0, "job-8");
        Deployment orphan = web.fleet.deployment(server, 1, null);

        Map<String, JsonNode> purged = purged(calls.delete("/deployments/purge"));

        assertThat(entry(purged, job).get("ending").asText()).isEqualTo("TOLD");
        assertThat(entry(purged, orphan).get("ending").asText()).isEqualTo("LEFT_TO_RECONCILE");
        assertThat(reasonOf(job)).isEqualTo(Reason.OPERATOR_PURGED);
    }

    @Test
    void anUnknownServerHasNothingToPurge() {
        assertThat(purged(calls.delete("/servers/nobody/deployments"))).isEmpty();
    }

    @Test
    void anUnknownDeploymentIsRefusedInTheProtocolsWords() {
        HttpResponse<String> answer = calls.delete("/deployments/nothing");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(Json.detail(answer.body()))
                .hasSize(3)
                .startsWith("No deploymentwith id nothing found!", "DEPLOYMENT_UNKNOWN");
    }

    private Deployment running(Server server, int gpu, @Nullable String jobId) {
        Deployment deployment = web.fleet.deployment(server, gpu, jobId);
        DeploymentWorkflow owner = web.workflows.newWorkflowStub(
                DeploymentWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setTaskQueue(TaskQueues.CONTROL_PLANE)
                        .setWorkflowId(WorkflowIds.deployment(deployment.deploymentId()))
                        .build());
        WorkflowClient.start(
                owner::deploy,
                new DeploymentOrder(
                        deployment.deploymentId(),
                        "plan",
                        deployment.validator(),
                        deployment.chuteId(),
                        "my-model",
                        "v1",
                        server.serverId(),
                        server.name(),
                        List.of(Fleet.gpuId(server, gpu)),
                        Cause.OPERATOR,
                        null,
                        List.of(),
                        DeploymentTimings.DEFAULTS));
        return deployment;
    }

    private DeploymentWorkflow stub(Deployment deployment) {
        return web.workflows.newWorkflowStub(
                DeploymentWorkflow.class, WorkflowIds.deployment(deployment.deploymentId()));
    }

    private Reason reasonOf(Deployment deployment) {
        return web.workflows
                .newUntypedWorkflowStub(WorkflowIds.deployment(deployment.deploymentId()))
                .getResult(DeploymentOutcome.class)
                .reason();
    }

    private static JsonNode entry(Map<String, JsonNode> purged, Deployment deployment) {
        return Objects.requireNonNull(purged.get(deployment.deploymentId()));
    }

    private static Map<String, JsonNode> purged(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode body = Json.of(answer.body());
        assertThat(body.get("status").asText()).isEqualTo("initiated");
        return StreamSupport.stream(body.get("deployments_purged").spliterator(), false)
                .collect(Collectors.toMap(each -> each.get("deployment_id").asText(), each -> each));
    }
}
