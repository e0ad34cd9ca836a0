package dev.rigger.activities.kubernetes;

import dev.rigger.activities.kubernetes.cluster.Cluster;
import dev.rigger.activities.kubernetes.cluster.ClusterFailure;
import dev.rigger.activities.kubernetes.cluster.Clusters;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.Servers;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the chutes' pods of all servers' clusters, and of those that come later. A pod that goes away is followed by a
 * live look, so that the listener hears absent only when the Job is gone too.
 */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public class PodWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PodWatcher.class);
    private static final long REFRESH_SECONDS = 5;

    private final Map<String, Watched> watches = new HashMap<>();
    private final Set<String> unreachable = new HashSet<>();
    private final ScheduledExecutorService refresher = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("pod-watcher").factory());
    private final Servers servers;
    private final Clusters clusters;

    public PodWatcher(Servers servers, Clusters clusters) {
        this.servers = servers;
        this.clusters = clusters;
    }

    /** @param teller one thread a cluster, so that a pod's changes are heard in their order */
    private record Watched(Cluster cluster, AutoCloseable watch, ExecutorService teller) {}

    /** Begins; the pods that exist are told first. */
    public void start(PodListener listener) {
        var unused = refresher.scheduleWithFixedDelay(() -> refresh(listener), 0, REFRESH_SECONDS, TimeUnit.SECONDS);
    }

    private synchronized void refresh(PodListener listener) {
        try {
            Set<String> wanted = new HashSet<>();
            for (var server : servers.all()) {
                wanted.add(server.cluster());
                keepWatching(server, listener);
            }
            Set.copyOf(watches.keySet()).stream()
                    .filter(name -> !wanted.contains(name))
                    .forEach(this::stop);
        } catch (RuntimeException e) {
            LOG.warn("Not all clusters' pods are watched; tried again in {} s", REFRESH_SECONDS, e);
        }
    }

    /** A cluster that there is no usable way to keeps no other from being watched. */
    private void keepWatching(Server server, PodListener listener) {
        try {
            Cluster cluster = clusters.of(server);
            Watched present = watches.get(cluster.name());
            if (present == null || present.cluster() != cluster) {
                stop(cluster.name());
                watches.put(cluster.name(), watch(cluster, listener));
            }
            unreachable.remove(server.cluster());
        } catch (ClusterFailure failure) {
            if (unreachable.add(server.cluster())) {
                LOG.warn("{}: {}", failure.code(), failure.getMessage());
            }
        }
    }

    /** The watch's own thread must not wait for the listener. */
    private static Watched watch(Cluster cluster, PodListener listener) {
        ExecutorService teller = Executors.newSingleThreadExecutor(
                Thread.ofVirtual().name("pods-of-" + cluster.name()).factory());
        AutoCloseable watch = cluster.watchChutes(change -> teller.execute(() -> tell(cluster, change, listener)));
        return new Watched(cluster, watch, teller);
    }

    private static void tell(Cluster cluster, Cluster.PodChange change, PodListener listener) {
        try {
            listener.podChanged(
                    change.deploymentId(), change.pod().orElseGet(() -> cluster.lookAt(change.deploymentId())));
        } catch (ClusterFailure failure) {
            LOG.info(
                    "The pod of {} went away; its own looks will tell more: {}",
                    change.deploymentId(),
                    failure.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("Nobody heard of the pod of {}", change.deploymentId(), e);
        }
    }

    private void stop(String clusterName) {
        Watched watched = watches.remove(clusterName);
        if (watched == null) {
            return;
        }
        try {
            watched.watch().close();
            watched.teller().shutdown();
        } catch (Exception e) {
            LOG.warn("The watch of cluster {} did not end cleanly", clusterName, e);
        }
    }

    @Override
    @PreDestroy
    public synchronized void close() {
        refresher.shutdownNow();
        Set.copyOf(watches.keySet()).forEach(this::stop);
    }
}
