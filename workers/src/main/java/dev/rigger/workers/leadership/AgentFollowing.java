package dev.rigger.workers.leadership;

import dev.rigger.activities.kubernetes.AgentClient;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.Servers;
import dev.rigger.monitor.cache.ClusterCache;
import dev.rigger.monitor.cache.ClusterHealth;
import dev.rigger.monitor.wire.ClusterState;
import dev.rigger.settings.MonitorSettings;
import io.lettuce.core.RedisException;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes which clusters' agents fell silent, asks those that do not push to begin, and forgets clusters that are no server's
 * any more. Nothing else follows from it: what runs in a cluster is asked of the cluster.
 */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class AgentFollowing implements LeaderDuty {
    private static final Logger LOG = LoggerFactory.getLogger(AgentFollowing.class);

    private final Servers servers;
    private final ClusterCache cache;
    private final AgentClient agents;
    private final MonitorSettings settings;
    private final InstantSource clock;
    private @Nullable ScheduledExecutorService rounds;
    private boolean redisAway;

    AgentFollowing(
            Servers servers, ClusterCache cache, AgentClient agents, MonitorSettings settings, InstantSource clock) {
        this.servers = servers;
        this.cache = cache;
        this.agents = agents;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "clusters' agents";
    }

    @Override
    public synchronized void begin() {
        if (rounds == null) {
            rounds = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("agents").factory());
            every(rounds, settings.look(), this::noteSilence);
            every(rounds, settings.reconcile(), this::compare);
        }
    }

    @Override
    public synchronized void end() {
        if (rounds != null) {
            rounds.shutdownNow();
            rounds = null;
        }
    }

    private void every(ScheduledExecutorService thread, Duration period, Runnable round) {
        var unused = thread.scheduleWithFixedDelay(() -> attempt(round), 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void attempt(Runnable round) {
        try {
            round.run();
            redisAway = false;
        } catch (RedisException away) {
            if (!redisAway) {
                LOG.warn("Agents are not followed while Redis is away (REDIS_UNREACHABLE): {}", away.toString());
            }
            redisAway = true;
        } catch (RuntimeException e) {
            LOG.warn("Agents could not be followed; tried again next time", e);
        }
    }

    void noteSilence() {
        for (ClusterHealth seen : cache.all().values()) {
            seen.worseFor(clock.instant(), settings.stale(), settings.offline())
                    .ifPresent(worse -> cache.worsen(
                            seen,
                            worse,
                            worse == ClusterState.ERROR ? "Cluster offline for more than 1 hour." : "No heartbeat."));
        }
    }

    void compare() {
        Map<String, String> agentsOfServers = new HashMap<>();
        for (Server server : servers.all()) {
            if (server.agentApi() != null) {
                agentsOfServers.put(server.name(), server.agentApi());
            }
        }
        Map<String, ClusterHealth> known = cache.all();
        known.keySet().stream()
                .filter(name -> !agentsOfServers.containsKey(name))
                .forEach(cache::clear);
        agentsOfServers.forEach((name, agentApi) -> {
            ClusterHealth health = known.get(name);
            if (health == null || !health.state().healthy()) {
                ask(name, agentApi);
            }
        });
    }

    /** In a thread of its own, because an agent may hang. */
    private void ask(String cluster, String agentApi) {
        URI api = settings.api();
        if (api == null || !cache.firstAsked(cluster, settings.askAgain())) {
            return;
        }
        Thread.ofVirtual().name("ask-agent").start(() -> {
            try {
                agents.startMonitoring(agentApi, api);
                LOG.info("The agent of {} was asked to push", cluster);
            } catch (IOException e) {
                LOG.warn(
                        "The agent of {} at {} cannot be asked to push (AGENT_UNREACHABLE): {}; asked again in {}",
                        cluster,
                        agentApi,
                        e.toString(),
                        settings.askAgain());
            }
        });
    }
}
