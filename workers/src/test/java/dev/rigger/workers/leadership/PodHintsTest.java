package dev.rigger.workers.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.devnet.local.LocalRedis;
import dev.rigger.monitor.cache.ClusterCache;
import dev.rigger.monitor.wire.Push;
import dev.rigger.settings.RedisSettings;
import dev.rigger.workflows.deployment.PodSighting;
import dev.rigger.workflows.deployment.PodSighting.State;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cache that lies makes somebody look, and what is told is what the look showed. */
class PodHintsTest {
    private static final String CLUSTER = "gpu-0";
    private static final String FIRST = "first";

    private final LocalRedis redis = LocalRedis.startTemporary();
    private final ClusterCache cache = new ClusterCache(new RedisSettings(redis.uri()), InstantSource.system());
    private final BlockingQueue<String> looked = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private volatile PodSighting live = new PodSighting(State.RUNNING, null);
    private PodHints hints;
    private int version;

    @BeforeEach
    void start() {
        cache.register(CLUSTER, Map.of());
        hints = new PodHints(
                cache,
                deployment -> {
                    looked.add(deployment);
                    return live;
                },
                (deployment, sighting) -> told.add(deployment + " " + sighting.state()));
        hints.begin();
    }

    @AfterEach
    void stop() {
        hints.end();
        cache.close();
        redis.close();
    }

    @Test
    void aLieIsAnsweredByALiveLookAndNeverBelieved() throws Exception {
        pushUntilHeard();

        push("DELETED", "Running", "d-1");
        assertThat(next(told)).isEqualTo("d-1 RUNNING");
        push("MODIFIED", "Failed", "d-2");
        assertThat(next(told)).isEqualTo("d-2 RUNNING");
        live = new PodSighting(State.ABSENT, null);
        push("DELETED", "Running", "d-3");
        assertThat(next(told)).isEqualTo("d-3 ABSENT");
        assertThat(looked).contains("d-1", "d-2", "d-3");
    }

    @Test
    void aPodThatRunsAsPushedIsNobodysConcern() throws Exception {
        pushUntilHeard();

        push("MODIFIED", "Running", "d-1");
        push("MODIFIED", "Pending", "d-2");
        push("MODIFIED", "Failed", "d-3");

        assertThat(next(looked)).isEqualTo("d-3");
    }

    /** The ear opens in the background. */
    private void pushUntilHeard() throws Exception {
        String heard = null;
        for (int i = 0; i < 300 && heard == null; i++) {
            push("MODIFIED", "Failed", FIRST);
            heard = told.poll(100, TimeUnit.MILLISECONDS);
        }
        assertThat(heard).isEqualTo(FIRST + " RUNNING");
    }

    private void push(String type, String phase, String deployment) throws Push.Malformed {
        version++;
        String body = """
                {"event":{"type":"%s","object":{"kind":"Pod","metadata":{"name":"%s","namespace":"chutes","uid":"%d",
                "resourceVersion":"%d","labels":{"chutes/deployment-id":"%s"}},"status":{"phase":"%s"}}}}
                """.formatted(
                        type, type.equals("DELETED") ? "stays" : "pod-" + version, version, version, deployment, phase);
        if (type.equals("DELETED")) {
            cache.apply(CLUSTER, Push.change(bytes(body.replace("DELETED", "ADDED"))));
        }
        cache.apply(CLUSTER, Push.change(bytes(body)));
    }

    private static String next(BlockingQueue<String> queue) throws InterruptedException {
        String next = String.valueOf(queue.poll(30, TimeUnit.SECONDS));
        return next.startsWith(FIRST) ? next(queue) : next;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
