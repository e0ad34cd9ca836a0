package dev.rigger.activities.reconcile;

import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Epoch;
import dev.rigger.inventory.SeenInstance;
import dev.rigger.inventory.SeenJob;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.Sightings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the last trustworthy looks showed: complete, and not suspiciously short. A source without one says nothing. */
final class Looks {
    private static final String SHARED_CLUSTER = "home";

    private final Map<String, String> clusterOfServer = new HashMap<>();
    private final Map<String, Instant> lookedAt = new HashMap<>();
    private final Map<String, SeenJob> jobs = new HashMap<>();
    private final List<SeenInstance> instances = new ArrayList<>();
    private final Map<String, SeenInstance> byInstance = new HashMap<>();
    private final Map<String, SeenInstance> byConfig = new HashMap<>();
    private final Optional<Instant> listedAt;

    Looks(Sightings sightings, String validator, List<Server> servers) {
        for (Server server : servers) {
            String cluster = server.kubeconfig() == null ? SHARED_CLUSTER : server.name();
            clusterOfServer.put(server.serverId(), cluster);
            if (!lookedAt.containsKey(cluster)) {
                trusted(sightings, Epoch.ofCluster(cluster), validator).ifPresent(at -> {
                    lookedAt.put(cluster, at);
                    sightings.jobs(cluster).forEach(job -> jobs.put(job.deploymentId(), job));
                });
            }
        }
        listedAt = trusted(sightings, Epoch.INSTANCES, validator);
        if (listedAt.isPresent()) {
            for (SeenInstance seen : sightings.instances(validator)) {
                instances.add(seen);
                byInstance.put(seen.instanceId(), seen);
                if (seen.configId() != null) {
                    byConfig.put(seen.configId(), seen);
                }
            }
        }
    }

    private static Optional<Instant> trusted(Sightings sightings, String source, String validator) {
        return sightings
                .latest(source, validator)
                .filter(epoch -> epoch.complete() && !epoch.suspect())
                .map(Epoch::fetchedAt);
    }

    /** When the row's cluster was last seen whole. */
    Optional<Instant> clusterLook(Deployment row) {
        return Optional.ofNullable(clusterOfServer.get(row.serverId())).map(lookedAt::get);
    }

    /** Those that were last seen whole, by name. */
    Set<String> clusters() {
        return lookedAt.keySet();
    }

    /** When the validator's list of our instances last came whole. */
    Optional<Instant> listLook() {
        return listedAt;
    }

    Optional<SeenJob> jobOf(Deployment row) {
        return Optional.ofNullable(jobs.get(row.deploymentId()));
    }

    Optional<SeenInstance> instanceOf(Deployment row) {
        Optional<SeenInstance> byId = Optional.ofNullable(row.instanceId()).map(byInstance::get);
        return byId.or(() -> Optional.ofNullable(row.configId()).map(byConfig::get));
    }

    Stream<SeenJob> jobs() {
        return jobs.values().stream();
    }

    Stream<SeenInstance> instances() {
        return instances.stream();
    }
}
