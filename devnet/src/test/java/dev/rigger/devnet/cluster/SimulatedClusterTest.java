package dev.rigger.devnet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.cluster.faults.Incident;
import dev.rigger.devnet.cluster.hardware.ModelCaches;
import dev.rigger.devnet.cluster.kubelet.Death;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedClusterTest {
    private static final String JOBS = "/apis/batch/v1/namespaces/chutes/jobs";
    private static final String PODS = "/api/v1/namespaces/chutes/pods";
    private static final String SERVICES = "/api/v1/namespaces/chutes/services";

    private SimulatedCluster cluster;
    private ClusterCalls api;

    @BeforeEach
    void start() throws IOException {
        cluster = SimulatedCluster.builder().random(new SplittableRandom(1)).start(0);
        api = new ClusterCalls(cluster.url());
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aJobBecomesARunningPodOnItsNode() {
        assertThat(api.post(JOBS, idle("a", "h200-0", "")).status()).isEqualTo(201);

        JsonNode pod = awaitPod("a", "Running");

        assertThat(pod.at("/spec/nodeName").asText()).isEqualTo("h200-0");
        api.await(JOBS + "/a", a -> a.body().at("/status/ready").asInt() == 1);
    }

    @Test
    void aPodWithoutANodeGetsOneWithFreeGpus() {
        api.post(PODS, """
                {"metadata":{"generateName":"free-"},"spec":{"containers":[{"name":"main","image":"idle",
                 "resources":{"requests":{"nvidia.com/gpu":"8"}}}]}}""");

        JsonNode pod = api.await(PODS, a -> phase(a.body().at("/items/0")).equals("Running"))
                .body()
                .at("/items/0");

        assertThat(pod.at("/spec/nodeName").asText()).isIn("h200-0", "a100-0");
        assertThat(pod.at("/metadata/name").asText()).startsWith("free-");
    }

    @Test
    void aJobCreatedTwiceUnderOneNameIsRefused() {
        api.post(JOBS, idle("a", "h200-0", ""));

        assertThat(api.post(JOBS, idle("a", "h200-0", "")).status()).isEqualTo(409);
    }

    @Test
    void aStaleVersionIsRefused() {
        JsonNode node = api.get("/api/v1/nodes/h200-0").body();
        api.merge("/api/v1/nodes/h200-0", "{\"metadata\":{\"labels\":{\"chutes/worker\":\"true\"}}}");

        var answer = api.call("PUT", "/api/v1/nodes/h200-0", node.toString(), "application/json");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(api.get("/api/v1/nodes?labelSelector=chutes/worker%3Dtrue")
                        .body()
                        .path("items"))
                .hasSize(1);
    }

    @Test
    void aJobDeletedInTheForegroundIsGoneOnlyWhenItsPodIs() {
        cluster.faults().slowStops("h200-0", Duration.ofMillis(300));
        api.post(JOBS, idle("a", "h200-0", ""));
        awaitPod("a", "Running");

        api.delete(JOBS + "/a", "{\"propagationPolicy\":\"Foreground\"}");
        JsonNode job = api.get(JOBS + "/a").body();
        api.await(PODS, a -> a.body().at("/items/0/metadata/deletionTimestamp").isTextual());
        api.await(JOBS + "/a", a -> a.status() == 404);

        assertThat(job.at("/metadata/deletionTimestamp").isTextual()).isTrue();
        assertThat(api.get(PODS).body().path("items")).isEmpty();
    }

    @Test
    void aJobDeletedInTheBackgroundTakesItsPodAlong() {
        api.post(JOBS, idle("a", "h200-0", ""));
        awaitPod("a", "Running");

        api.delete(JOBS + "/a", "{}");

        assertThat(api.get(JOBS + "/a").status()).isEqualTo(404);
        api.await(PODS, a -> a.body().path("items").isEmpty());
    }

    @Test
    void aPodKilledByTheKernelFailsItsJob() {
        api.post(JOBS, idle("a", "h200-0", ""));
        String pod = awaitPod("a", "Running").at("/metadata/name").asText();

        cluster.killPod("chutes", pod, 137, Death.SIGNAL);

        JsonNode job = api.await(JOBS + "/a", a -> a.body().at("/status/failed").asInt() == 1)
                .body();
        assertThat(job.at("/status/conditions/0/type").asText()).isEqualTo("Failed");
        assertThat(api.get(PODS + "/" + pod)
                        .body()
                        .at("/status/containerStatuses/0/state/terminated/exitCode")
                        .asInt())
                .isEqualTo(137);
    }

    @Test
    void aPodDeletedByHandIsNotReplacedWhereTheBackOffLimitIsZero() {
        api.post(JOBS, idle("a", "h200-0", ""));
        String pod = awaitPod("a", "Running").at("/metadata/name").asText();

        api.delete(PODS + "/" + pod, "{}");

        api.await(JOBS + "/a", a -> a.body().at("/status/failed").asInt() == 1);
        api.await(PODS, a -> a.body().path("items").isEmpty());
    }

    @Test
    void aFinishedJobGoesWhenItsTimeIsOver() {
        String job = ClusterCalls.job("c", "h200-0", "parachutes/cache-cleaner", "", "")
                .replace("\"backoffLimit\":0", "\"backoffLimit\":0,\"ttlSecondsAfterFinished\":0");
        api.post(JOBS, job);

        api.await(JOBS, a -> a.body().path("items").isEmpty());
    }

    @Test
    void anImageThatCannotBePulledKeepsThePodWaiting() {
        cluster.faults().failPulls("idle");
        api.post(JOBS, idle("a", "h200-0", ""));

        api.await(
                PODS,
                a -> a.body()
                        .at("/items/0/status/containerStatuses/0/state/waiting/reason")
                        .asText()
                        .equals("ImagePullBackOff"));
        cluster.faults().allowPulls("idle");

        awaitPod("a", "Running");
    }

    @Test
    void onADeadNodeADeletedPodStaysUntilTheNodeIsBack() {
        api.post(JOBS, idle("a", "h200-0", ""));
        awaitPod("a", "Running");

        cluster.faults().killNode("h200-0");
        api.delete(JOBS + "/a", "{\"propagationPolicy\":\"Foreground\"}");
        api.await(PODS, a -> a.body().at("/items/0/metadata/deletionTimestamp").isTextual());
        assertThat(api.get("/api/v1/nodes/h200-0")
                        .body()
                        .at("/status/conditions/0/status")
                        .asText())
                .isEqualTo("Unknown");
        assertThat(api.get(PODS).body().path("items")).hasSize(1);
        cluster.faults().reviveNode("h200-0");

        api.await(JOBS + "/a", a -> a.status() == 404);
    }

    @Test
    void aWatchTellsWhatBeginsAndCeasesToMatch() {
        api.post(JOBS, idle("a", "h200-0", "\"colour\":\"red\""));
        try (Stream<String> lines = api.watch(JOBS + "?watch=true&labelSelector=colour%3Dred")) {
            Iterator<String> events = lines.iterator();
            assertThat(ClusterCalls.nextEvent(events).path("type").asText()).isEqualTo("ADDED");

            api.merge(JOBS + "/a", "{\"metadata\":{\"labels\":{\"colour\":\"blue\"}}}");

            JsonNode last = ClusterCalls.nextEvent(events);
            while (last.path("type").asText().equals("MODIFIED")) {
                last = ClusterCalls.nextEvent(events);
            }
            assertThat(last.path("type").asText()).isEqualTo("DELETED");
        }
    }

    @Test
    void aWatchGoesOnFromTheVersionOfAList() {
        String version = api.get(JOBS).body().at("/metadata/resourceVersion").asText();
        api.post(JOBS, idle("a", "h200-0", ""));
        try (Stream<String> lines = api.watch(JOBS + "?watch=true&resourceVersion=" + version)) {
            JsonNode event = ClusterCalls.nextEvent(lines.iterator());

            assertThat(event.path("type").asText()).isEqualTo("ADDED");
            assertThat(event.at("/object/metadata/name").asText()).isEqualTo("a");
        }
    }

    @Test
    void nodePortsAreHandedOutOnce() {
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            JsonNode service = api.post(SERVICES, """
                            {"metadata":{"name":"s%d"},"spec":{"type":"NodePort","ports":[{"port":8000},{"port":8001}]}}""".formatted(i)).body();
            service.at("/spec/ports")
                    .forEach(port ->
                            assertThat(seen.add(port.path("nodePort").asInt())).isTrue());
        }
        assertThat(seen).hasSize(100).allMatch(port -> port >= 30_000 && port <= 32_767);
    }

    @Test
    void twoPodsOnOneGpuAreAnIncident() {
        String gpu = "{\"name\":\"NVIDIA_VISIBLE_DEVICES\",\"value\":\"GPU-01234567-89ab-cdef-0123-456789abcdef\"}";
        api.post(JOBS, ClusterCalls.job("a", "h200-0", "idle", "", gpu));
        awaitPod("a", "Running");
        assertThat(cluster.incidents()).isEmpty();

        api.post(JOBS, ClusterCalls.job("b", "h200-0", "idle", "", gpu));
        awaitPod("b", "Running");

        assertThat(cluster.incidents()).extracting(Incident::code).containsExactly(Incident.Code.GPU_SHARED);
        assertThat(api.get("/devnet/cluster/incidents").body().path("incidents"))
                .hasSize(1);
    }

    @Test
    void twoJobsOfOneDeploymentAreAnIncident() {
        String label = "\"chutes/deployment-id\":\"d-1\"";
        api.post(JOBS, idle("a", "h200-0", label));
        api.post(JOBS, idle("b", "h200-0", label));

        api.await("/devnet/cluster/incidents", a -> !a.body().path("incidents").isEmpty());
    }

    @Test
    void faultsCanBeInjectedOverHttp() {
        assertThat(api.post("/devnet/cluster/faults", "{\"fault\":\"api_errors\",\"share\":1,\"status\":500}")
                        .status())
                .isEqualTo(200);
        assertThat(api.get(PODS).status()).isEqualTo(500);

        api.post("/devnet/cluster/faults", "{\"fault\":\"api_errors\",\"on\":false}");

        assertThat(api.get(PODS).status()).isEqualTo(200);
        assertThat(api.post("/devnet/cluster/faults", "{\"fault\":\"flood\"}").status())
                .isEqualTo(400);
    }

    @Test
    void theCacheCleanerRemovesByAgeThenBySizeAndSparesWhatIsInUse() {
        long gib = 1L << 30;
        Instant now = Instant.now();
        Instant old = now.minus(Duration.ofDays(40));
        cluster.caches().read("h200-0", new ModelCaches.Entry("stale", 5 * gib, old));
        cluster.caches().read("h200-0", new ModelCaches.Entry("stale-but-used", 4 * gib, old));
        cluster.caches().read("h200-0", new ModelCaches.Entry("largest", 90 * gib, now));
        cluster.caches().read("h200-0", new ModelCaches.Entry("small", 10 * gib, now));
        api.post(JOBS, ClusterCalls.job("c", "h200-0", "parachutes/cache-cleaner:latest", "", """
                        {"name":"CACHE_MAX_AGE_DAYS","value":"30"},{"name":"CACHE_MAX_SIZE_GB","value":"50"},
                        {"name":"CLEANUP_EXCLUDE","value":"other,stale-but-used"}"""));

        JsonNode pod = awaitPod("c", "Succeeded");

        assertThat(pod.at("/status/containerStatuses/0/state/terminated/message")
                        .asText())
                .isEqualTo(
                        "{\"bytes_freed\":%d,\"bytes_left\":%d,\"entries_removed\":2}".formatted(95 * gib, 14 * gib));
        assertThat(cluster.caches().entries("h200-0"))
                .extracting(ModelCaches.Entry::chuteId)
                .containsExactly("small", "stale-but-used");
    }

    @Test
    void aClusterOnTheSameFolderGoesOnWhereTheLastOneWas(@TempDir Path folder) throws IOException {
        try (SimulatedCluster first =
                SimulatedCluster.builder().keepStateIn(folder).start(0)) {
            ClusterCalls calls = new ClusterCalls(first.url());
            calls.post(JOBS, idle("a", "l40s-0", ""));
            calls.await(PODS, a -> phase(a.body().at("/items/0")).equals("Running"));
        }
        try (SimulatedCluster second =
                SimulatedCluster.builder().keepStateIn(folder).start(0)) {
            ClusterCalls calls = new ClusterCalls(second.url());
            JsonNode pods = calls.get(PODS).body().path("items");
            assertThat(pods).hasSize(1);
            assertThat(phase(pods.path(0))).isEqualTo("Running");

            calls.delete(JOBS + "/a", "{\"propagationPolicy\":\"Foreground\"}");

            calls.await(JOBS + "/a", a -> a.status() == 404);
            assertThat(calls.get("/api/v1/nodes").body().path("items")).hasSize(3);
        }
    }

    private static String idle(String name, String node, String labels) {
        return ClusterCalls.job(name, node, "idle:1", labels, "");
    }

    private JsonNode awaitPod(String job, String phase) {
        return api.await(
                        PODS + "?labelSelector=job-name%3D" + job,
                        a -> phase(a.body().at("/items/0")).equals(phase))
                .body()
                .at("/items/0");
    }

    private static String phase(JsonNode pod) {
        return pod.at("/status/phase").asText();
    }
}
