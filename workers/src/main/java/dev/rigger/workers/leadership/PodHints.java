package dev.rigger.workers.leadership;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.activities.kubernetes.KubernetesWorkloads;
import dev.rigger.activities.kubernetes.PodListener;
import dev.rigger.activities.temporal.RunningDeployments;
import dev.rigger.monitor.cache.ClusterCache;
import dev.rigger.monitor.wire.ResourceType;
import dev.rigger.workflows.deployment.PodSighting;
import io.lettuce.core.RedisException;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a deployment's pod when its agent says that the pod has ended or gone, and tells what the look showed. What the
 * agent said is told to nobody: it may be late, or a lie.
 */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class PodHints implements LeaderDuty {
    private static final Logger LOG = LoggerFactory.getLogger(PodHints.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DEPLOYMENT_ID = "chutes/deployment-id";
    private static final Set<String> ENDED = Set.of("Failed", "Succeeded");
    private static final long RETRY_SECONDS = 5;

    private final ClusterCache cache;
    private final Function<String, PodSighting> look;
    private final PodListener listener;
    private final Set<String> looking = ConcurrentHashMap.newKeySet();
    private @Nullable ScheduledExecutorService connecting;
    private @Nullable ExecutorService looks;
    private @Nullable AutoCloseable ear;

    @Inject
    PodHints(ClusterCache cache, KubernetesWorkloads workloads, RunningDeployments running) {
        this(
                cache,
                workloads::lookAtPod,
                (deploymentId, sighting) -> running.tell(deploymentId, deployment -> deployment.podSeen(sighting)));
    }

    /** @param look live, at the pod of a deployment */
    PodHints(ClusterCache cache, Function<String, PodSighting> look, PodListener listener) {
        this.cache = cache;
        this.look = look;
        this.listener = listener;
    }

    @Override
    public String name() {
        return "agents' hints";
    }

    @Override
    public synchronized void begin() {
        if (connecting == null) {
            looks = Executors.newVirtualThreadPerTaskExecutor();
            connecting = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("agents-hints").factory());
            var unused = connecting.scheduleWithFixedDelay(this::listen, 0, RETRY_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public synchronized void end() {
        try {
            if (connecting != null) {
                connecting.shutdownNow();
            }
            if (ear != null) {
                ear.close();
            }
            if (looks != null) {
                looks.shutdownNow();
            }
        } catch (Exception e) {
            LOG.warn("Agents' hints did not end cleanly", e);
        }
        connecting = null;
        ear = null;
        looks = null;
    }

    private synchronized void listen() {
        ExecutorService threads = looks;
        if (ear != null || threads == null) {
            return;
        }
        try {
            ear = cache.listen(ResourceType.POD, message -> heard(message, threads));
        } catch (RedisException away) {
            LOG.debug("Nobody hints while Redis is away: {}", away.toString());
        }
    }

    private void heard(String message, ExecutorService threads) {
        try {
            JsonNode event = JSON.readTree(message).path("event");
            JsonNode pod = event.path("object");
            String deploymentId =
                    pod.path("metadata").path("labels").path(DEPLOYMENT_ID).asText("");
            boolean ended = event.path("type").asText().equals("DELETED")
                    || ENDED.contains(pod.path("status").path("phase").asText());
            if (ended && !deploymentId.isEmpty() && looking.add(deploymentId)) {
                threads.execute(() -> lookAt(deploymentId));
            }
        } catch (JsonProcessingException notOurs) {
            LOG.debug("A message that is no push was heard", notOurs);
        }
    }

    private void lookAt(String deploymentId) {
        looking.remove(deploymentId);
        try {
            listener.podChanged(deploymentId, look.apply(deploymentId));
        } catch (RuntimeException e) {
            LOG.info("The pod of {} could not be looked at; its own looks will tell: {}", deploymentId, e.toString());
        }
    }
}
