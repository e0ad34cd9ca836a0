package dev.rigger.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.GpuVerdict;
import dev.rigger.inventory.GpuVerdicts;
import dev.rigger.inventory.NodeState;
import dev.rigger.inventory.Server;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.server.ServerWorkflow;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class ServersTest {
    private static final List<String> SERVER_FIELDS = List.of(
            "server_id",
            "validator",
            "name",
            "ip_address",
            "agent_api",
            "verification_port",
            "status",
            "created_at",
            "labels",
            "seed",
            "gpu_count",
            "cpu_per_gpu",
            "memory_per_gpu",
            "hourly_cost",
            "locked",
            "kubeconfig",
            "is_tee",
            "gpus",
            "deployments");
    private static final List<String> DEPLOYMENT_FIELDS = List.of(
            "deployment_id",
            "instance_id",
            "validator",
            "host",
            "port",
            "chute_id",
            "server_id",
            "server_name",
            "version",
            "active",
            "verified_at",
            "activated_at",
            "stub",
            "job_id",
            "config_id",
            "created_at",
            "preemptible",
            "gpus",
            "chute");

    private final RunningWeb web = RunningWeb.get();
    private final SignedCalls calls = web.signed();

    @Test
    void anOperatorReadsWhyAServersGpusAreNotTrusted() {
        Server server = web.fleet.server();
        GpuVerdicts verdicts = web.context.getBean(GpuVerdicts.class);
        Instant at = Instant.parse("2026-08-05T17:00:00Z");
        verdicts.save(
                new GpuVerdict(server.serverId() + "-1", server.name(), true, "PROVEN", "all did their work", at));
        verdicts.save(new GpuVerdict(
                server.serverId() + "-2", server.name(), false, "GPU_LOST", "Run nvidia-smi.", at.plusSeconds(3600)));

        JsonNode shown =
                Json.of(calls.get("/servers/" + server.name() + "/proofs").body());

        assertThat(shown.findValuesAsText("code")).containsExactly("GPU_LOST", "PROVEN");
        assertThat(shown.get(0).get("judged_at").asText()).isEqualTo("2026-08-05T18:00:00Z");
        assertThat(shown.get(0).get("what").asText()).isEqualTo("Run nvidia-smi.");
        assertThat(calls.get("/servers/nobody/proofs").statusCode()).isEqualTo(404);
    }

    @Test
    void aServerIsShownWithItsGpusAndDeploymentsAndNothingNestsBack() {
        Server server = web.fleet.server();
        Deployment deployment = web.fleet.deployment(server, 0, null);

        JsonNode shown = find(calls.get("/servers/"), server);

        assertThat(names(shown)).containsAll(SERVER_FIELDS);
        assertThat(shown.get("created_at").asText()).isEqualTo("2026-08-05T17:00:00.123456+00:00");
        assertThat(shown.get("labels").get("gpu-short-ref").asText()).isEqualTo("h200");
        assertThat(shown.get("hourly_cost").isDouble()).isTrue();
        assertThat(shown.get("is_tee").asBoolean()).isTrue();
        assertThat(shown.get("gpus")).hasSize(2);
        JsonNode gpu = shown.get("gpus").get(0);
        assertThat(gpu.get("device_info").get("memory").asLong()).isEqualTo(150_754_820_096L);
        assertThat(gpu.get("device_info").get("clock_rate").isDouble()).isTrue();
        JsonNode inside = shown.get("deployments").get(0);
        assertThat(names(inside)).containsAll(DEPLOYMENT_FIELDS).doesNotContain("server");
        assertThat(inside.get("deployment_id").asText()).isEqualTo(deployment.deploymentId());
        assertThat(inside.get("server_name").asText()).isEqualTo(server.name());
        assertThat(inside.get("chute").get("name").asText()).isEqualTo("my-model");
        assertThat(inside.get("gpus")).hasSize(1);
        assertThat(inside.get("gpus").get(0).get("gpu_id").asText()).isEqualTo(Fleet.gpuId(server, 0));
    }

    @Test
    void aCordonedNodeAndWhatIsWrongWithADeploymentAreNamed() {
        Server server = web.fleet.server();
        Deployment deployment = web.fleet.deployment(server, 0, null);
        web.fleet.seen(server, NodeState.CORDONED, deployment, "IMAGE_PULL_FAILED: ImagePullBackOff");

        for (JsonNode shown : List.of(
                find(calls.get("/servers/"), server),
                Json.of(calls.get("/servers/" + server.name() + "/unlock").body()))) {
            assertThat(shown.get("status").asText()).isEqualTo("Ready,SchedulingDisabled");
            assertThat(shown.get("deployments").get(0).get("detail").asText())
                    .isEqualTo("IMAGE_PULL_FAILED: ImagePullBackOff");
        }
    }

    @Test
    void theListWithoutItsSlashIsElsewhere() {
        HttpResponse<String> answer = calls.get("/servers?a=b");
        HttpResponse<String> post = calls.send("POST", "/servers", Map.of(), "{}");

        assertThat(answer.statusCode()).isEqualTo(307);
        assertThat(answer.headers().firstValue("location")).hasValue("/servers/?a=b");
        assertThat(post.statusCode()).isEqualTo(307);
    }

    @Test
    void aLockIsWrittenByTheServersOwnerBeforeTheAnswer() {
        Server server = web.fleet.server();

        HttpResponse<String> locked = calls.get("/servers/" + server.name() + "/lock");
        assertThat(locked.statusCode()).isEqualTo(200);
        assertThat(Json.of(locked.body()).get("locked").asBoolean()).isTrue();
        assertThat(web.fleet.read(server).locked()).isTrue();

        HttpResponse<String> unlocked = calls.get("/servers/" + server.serverId() + "/unlock");
        assertThat(Json.of(unlocked.body()).get("locked").asBoolean()).isFalse();
        assertThat(web.fleet.read(server).locked()).isFalse();
    }

    @Test
    void aWriteWithAKeyHappensOnceAndIsAnsweredAlike() {
        Server server = web.fleet.server();
        String lock = "/servers/" + server.name() + "/lock";
        String key = UUID.randomUUID().toString();

        String first = keyed("GET", lock, key).body();
        calls.get("/servers/" + server.name() + "/unlock");
        HttpResponse<String> second = keyed("GET", lock, key);

        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(Json.of(second.body())).isEqualTo(Json.of(first));
        assertThat(web.fleet.read(server).locked())
                .as("the repetition did nothing")
                .isFalse();
        HttpResponse<String> misused = keyed("GET", "/servers/" + server.name() + "/unlock", key);
        assertThat(misused.statusCode()).isEqualTo(422);
        assertThat(Json.detail(misused.body())[1]).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(keyed("GET", lock, "no key at all").statusCode()).isEqualTo(422);
    }

    @Test
    void theJobsOfAServerAreFoundBeforeItIsDeleted() {
        Server server = web.fleet.server();
        web.fleet.deployment(server, 0, null);
        Deployment job = web.fleet.deployment(server, 1, "job-1");

        JsonNode jobs = Json.of(calls.get("/servers/" + server.name() + "/delete_preflight")
                        .body())
                .get("jobs");

        assertThat(jobs).hasSize(1);
        assertThat(jobs.get(0).get("deployment_id").asText()).isEqualTo(job.deploymentId());
        assertThat(jobs.get(0).get("job_id").asText()).isEqualTo("job-1");
    }

    @Test
    void aDeletionIsHandedToTheServersOwner() {
        Server server = web.fleet.server();

        HttpResponse<String> answer = calls.delete("/servers/" + server.serverId());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Json.of(answer.body()).get("status").asText()).isEqualTo("started");
        assertThat(Json.of(answer.body()).get("detail").asText())
                .startsWith("Deletion of server.name='" + server.name() + "' server.server_id='" + server.serverId()
                        + "' started");
        web.workflows.newUntypedWorkflowStub(WorkflowIds.server(server.name())).getResult(Void.class);
        assertThat(web.workflows
                        .newWorkflowStub(ServerWorkflow.class, WorkflowIds.server(server.name()))
                        .state()
                        .deleting())
                .isTrue();
    }

    @Test
    void anUnknownServerIsRefusedInTheProtocolsWords() {
        for (HttpResponse<String> answer : List.of(
                calls.get("/servers/nobody/lock"),
                calls.get("/servers/nobody/unlock"),
                calls.get("/servers/nobody/delete_preflight"),
                calls.delete("/servers/nobody"))) {
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(Json.detail(answer.body()))
                    .hasSize(3)
                    .startsWith("No kubernetes node with id or name nobody found!", "SERVER_UNKNOWN");
        }
    }

    private HttpResponse<String> keyed(String method, String path, String key) {
        Map<String, String> headers = new HashMap<>(calls.management());
        headers.put("Idempotency-Key", key);
        return calls.send(method, path, headers, "");
    }

    private static JsonNode find(HttpResponse<String> list, Server server) {
        assertThat(list.statusCode()).isEqualTo(200);
        return StreamSupport.stream(Json.of(list.body()).spliterator(), false)
                .filter(each -> each.get("server_id").asText().equals(server.serverId()))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
