package dev.rigger.workers.leadership;

import dev.rigger.activities.kubernetes.PodWatcher;
import dev.rigger.activities.kubernetes.cluster.Clusters;
import dev.rigger.activities.temporal.RunningDeployments;
import dev.rigger.inventory.Servers;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Tells deployments what their clusters show of their pods. One process suffices; looks cover for it where it is away. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class PodWatching implements LeaderDuty {

    private final Servers servers;
    private final Clusters clusters;
    private final RunningDeployments running;
    private @Nullable PodWatcher watcher;

    PodWatching(Servers servers, Clusters clusters, RunningDeployments running) {
        this.servers = servers;
        this.clusters = clusters;
        this.running = running;
    }

    @Override
    public String name() {
        return "clusters' pods";
    }

    @Override
    public synchronized void begin() {
        if (watcher == null) {
            watcher = new PodWatcher(servers, clusters);
            watcher.start(
                    (deploymentId, sighting) -> running.tell(deploymentId, deployment -> deployment.podSeen(sighting)));
        }
    }

    @Override
    public synchronized void end() {
        if (watcher != null) {
            watcher.close();
            watcher = null;
        }
    }
}
