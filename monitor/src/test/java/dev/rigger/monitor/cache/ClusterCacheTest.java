package dev.rigger.monitor.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.local.LocalRedis;
import dev.rigger.monitor.cache.ClusterCache.Outcome;
import dev.rigger.monitor.wire.ClusterState;
import dev.rigger.monitor.wire.Push;
import dev.rigger.monitor.wire.ResourceType;
import dev.rigger.settings.RedisSettings;
import io.lettuce.core.RedisException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterCacheTest {
    private static final LocalRedis REDIS = LocalRedis.startTemporary();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration STALE = Duration.ofSeconds(60);
    private static final Duration OFFLINE = Duration.ofHours(1);
    private static int number;

    private Instant now = Instant.parse("2026-08-05T17:00:00Z");
    private final ClusterCache cache = new ClusterCache(new RedisSettings(REDIS.uri()), () -> now);
    private String cluster;

    @BeforeEach
    void aClusterOfOnePod() throws Push.Malformed {
        number++;
        cluster = "cluster-" + number;
        assertThat(cache.register(cluster, everything(pod("p", "uid-1", 10, "Running"))))
                .isTrue();
    }

    @AfterEach
    void letGo() {
        cache.close();
    }

    @AfterAll
    static void stop() {
        REDIS.close();
    }

    @Test
    void whatIsOlderThanWhatIsKnownChangesNothing() throws Push.Malformed {
        assertThat(tell("MODIFIED", pod("p", "uid-1", 9, "Pending"))).isEqualTo(Outcome.KNOWN);
        assertThat(phase("p")).isEqualTo("Running");
        assertThat(tell("MODIFIED", pod("p", "uid-1", 100, "Failed"))).isEqualTo(Outcome.DONE);
        assertThat(tell("MODIFIED", pod("p", "uid-1", 100, "Failed"))).isEqualTo(Outcome.KNOWN);
        assertThat(tell("TERMINATING", pod("p", "uid-1", 99, "Running"))).isEqualTo(Outcome.KNOWN);
        assertThat(phase("p")).isEqualTo("Failed");
    }

    @Test
    void whatWasDeletedNeverComesBack() throws Push.Malformed {
        assertThat(tell("DELETED", pod("p", "uid-1", 11, "Running"))).isEqualTo(Outcome.DONE);
        assertThat(tell("DELETED", pod("p", "uid-1", 11, "Running"))).isEqualTo(Outcome.KNOWN);
        assertThat(tell("MODIFIED", pod("p", "uid-1", 12, "Running"))).isEqualTo(Outcome.KNOWN);

        assertThat(cache.objects(cluster, ResourceType.POD)).isEmpty();
    }

    @Test
    void anotherPodOfTheSameNameIsNotDeletedByTheFirstOnesEnd() throws Push.Malformed {
        assertThat(tell("ADDED", pod("p", "uid-2", 20, "Pending"))).isEqualTo(Outcome.DONE);
        assertThat(tell("DELETED", pod("p", "uid-1", 15, "Running"))).isEqualTo(Outcome.KNOWN);

        assertThat(phase("p")).isEqualTo("Pending");
    }

    @Test
    void everythingAnewReplacesAllOfItAndNothingOfOthers() throws Push.Malformed {
        assertThat(cache.register(cluster, everything()))
                .as("registered already")
                .isFalse();
        assertThat(cache.set(cluster, everything(pod("q", "uid-3", 5, "Running"))))
                .isTrue();

        assertThat(cache.objects(cluster, ResourceType.POD)).containsOnlyKeys("chutes:q");
        assertThat(cache.objects(cluster, ResourceType.NODE)).containsOnlyKeys("None:n");
        assertThat(cache.counts(cluster)).containsEntry(ResourceType.POD, 1L).containsEntry(ResourceType.JOB, 0L);
        assertThat(cache.set("another", everything())).isFalse();
        assertThat(cache.all()).containsKey(cluster).doesNotContainKey("another");
    }

    @Test
    void aSilentClusterHasToTellEverythingBeforeItIsHealthyAgain() throws Push.Malformed {
        assertThat(cache.heartbeat(cluster, ClusterState.ACTIVE)).isEqualTo(Outcome.DONE);
        assertThat(health().state()).isEqualTo(ClusterState.ACTIVE);
        assertThat(health().worseFor(now.plus(STALE), STALE, OFFLINE)).isEmpty();
        ClusterHealth seen = health();
        now = now.plusSeconds(61);
        assertThat(seen.worseFor(now, STALE, OFFLINE)).contains(ClusterState.UNHEALTHY);

        cache.worsen(seen, ClusterState.UNHEALTHY, "No heartbeat.");

        assertThat(cache.heartbeat(cluster, ClusterState.ACTIVE)).isEqualTo(Outcome.RESYNC);
        assertThat(health().worseFor(now.plus(OFFLINE), STALE, OFFLINE)).contains(ClusterState.ERROR);
        assertThat(cache.objects(cluster, ResourceType.POD)).isNotEmpty();
        assertThat(cache.set(cluster, everything())).isTrue();
        assertThat(health().state()).isEqualTo(ClusterState.STARTING);
        assertThat(cache.heartbeat(cluster, ClusterState.ACTIVE)).isEqualTo(Outcome.DONE);
    }

    @Test
    void aHeartbeatThatCameMeanwhileIsNotForgotten() {
        ClusterHealth seen = health();
        now = now.plusSeconds(61);
        cache.heartbeat(cluster, ClusterState.ACTIVE);

        cache.worsen(seen, ClusterState.UNHEALTHY, "No heartbeat.");

        assertThat(health().state()).isEqualTo(ClusterState.ACTIVE);
    }

    @Test
    void whatIsForgottenIsUnknown() throws Push.Malformed {
        cache.clear(cluster);
        cache.clear(cluster);

        assertThat(cache.healthOf(cluster)).isEmpty();
        assertThat(cache.heartbeat(cluster, ClusterState.ACTIVE)).isEqualTo(Outcome.UNKNOWN_CLUSTER);
        assertThat(tell("ADDED", pod("p", "uid-1", 12, "Running"))).isEqualTo(Outcome.UNKNOWN_CLUSTER);
        assertThat(cache.objects(cluster, ResourceType.POD)).isEmpty();
    }

    @Test
    void changesArePublishedOnceWithMicroseconds() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (AutoCloseable ear = cache.listen(ResourceType.POD, heard::add)) {
            tell("MODIFIED", pod("p", "uid-1", 9, "Pending"));
            tell("MODIFIED", pod("p", "uid-1", 11, "Failed"));
            JsonNode message = JSON.readTree(heard.take());

            assertThat(message.get("cluster").asText()).isEqualTo(cluster);
            assertThat(message.get("event").get("type").asText()).isEqualTo("MODIFIED");
            assertThat(message.get("event")
                            .get("object")
                            .get("metadata")
                            .get("resourceVersion")
                            .asText())
                    .isEqualTo("11");
            assertThat(message.get("timestamp").asText()).isEqualTo("2026-08-05T17:00:00.000000+00:00");
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void valuesOfEnvironmentsAreNotKept() throws Push.Malformed {
        tell("MODIFIED", pod("p", "uid-1", 11, "Running"));

        assertThat(cache.objects(cluster, ResourceType.POD).get("chutes:p"))
                .contains("CHUTES_LAUNCH_JWT")
                .doesNotContain("a-launch-token", "managedFields");
    }

    @Test
    void anAgentIsAskedOnceInItsTime() {
        assertThat(cache.firstAsked(cluster, Duration.ofHours(1))).isTrue();
        assertThat(cache.firstAsked(cluster, Duration.ofHours(1))).isFalse();
    }

    @Test
    void whatIsNoPushIsRefused() {
        assertThatThrownBy(() -> Push.everything(bytes("[]"))).isInstanceOf(Push.Malformed.class);
        assertThatThrownBy(() -> Push.everything(bytes("{"))).isInstanceOf(Push.Malformed.class);
        assertThatThrownBy(() -> Push.change(bytes("{\"event\":{\"type\":\"ADDED\",\"object\":{}}}")))
                .isInstanceOf(Push.Malformed.class);
        assertThatThrownBy(() -> Push.heartbeat(bytes("{\"state\":\"well\"}"))).isInstanceOf(Push.Malformed.class);
    }

    @Test
    void aRedisThatIsAwayIsSaidSo() {
        ClusterCache away = new ClusterCache(new RedisSettings(URI.create("redis://127.0.0.1:1")), () -> now);

        assertThatThrownBy(away::all).isInstanceOf(RedisException.class);
        away.close();
    }

    private ClusterHealth health() {
        return cache.healthOf(cluster).orElseThrow();
    }

    private Outcome tell(String type, String pod) throws Push.Malformed {
        return cache.apply(
                cluster, Push.change(bytes("{\"event\":{\"type\":\"" + type + "\",\"object\":" + pod + "}}")));
    }

    private String phase(String name) {
        try {
            return JSON.readTree(cache.objects(cluster, ResourceType.POD).get("chutes:" + name))
                    .get("status")
                    .get("phase")
                    .asText();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<ResourceType, List<ObjectNode>> everything(String... pods) throws Push.Malformed {
        return Push.everything(bytes("{\"resources\":{\"nodes\":[{\"metadata\":{\"name\":\"n\"}}],\"pods\":["
                + String.join(",", pods) + "]}}"));
    }

    private static String pod(String name, String uid, int version, String phase) {
        return """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","namespace":"chutes","uid":"%s",
                "resourceVersion":"%d","managedFields":[{}]},"spec":{"containers":[{"name":"chute","env":
                [{"name":"CHUTES_LAUNCH_JWT","value":"a-launch-token"}]}]},"status":{"phase":"%s"}}
                """.formatted(name, uid, version, phase);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
