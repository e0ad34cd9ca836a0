package dev.rigger.placement.check;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.BackOff;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.OpenLaunch;
import dev.rigger.placement.FleetSnapshot.Server;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who uses which GPUs, and who is about to. */
final class OccupancyCheck {
    private static final String DEPLOYMENT = "deployment";

    private OccupancyCheck() {}

    static void check(FleetSnapshot snapshot) {
        Set<String> servers = HashSet.newHashSet(snapshot.servers().size());
        for (Server server : snapshot.servers()) {
            servers.add(server.serverId());
        }
        Map<String, String> serverByOwner = openLaunches(snapshot);
        deployments(snapshot, servers, serverByOwner);
        owners(snapshot, serverByOwner);
        backOffs(snapshot);
    }

    /** A launch may have reserved its GPUs after the deployments were read and before the GPUs were. */
    private static Map<String, String> openLaunches(FleetSnapshot snapshot) {
        Map<String, String> serverByOwner = HashMap.newHashMap(
                snapshot.deployments().size() + snapshot.openLaunches().size());
        for (OpenLaunch launch : snapshot.openLaunches()) {
            String id = launch.deploymentId();
            Given.present("open launch", "", "deployment id", id);
            Given.present("open launch", id, "chute id", launch.chuteId());
            Given.present("open launch", id, "server id", launch.serverId());
            if (serverByOwner.put(id, launch.serverId()) != null) {
                throw Contradiction.LISTED_TWICE.found("Open launch " + id + " is listed twice");
            }
        }
        return serverByOwner;
    }

    private static void deployments(FleetSnapshot snapshot, Set<String> servers, Map<String, String> serverByOwner) {
        Instant latest = snapshot.takenAt().plus(SnapshotCheck.CLOCK_SKEW);
        Set<String> seen = HashSet.newHashSet(snapshot.deployments().size());
        for (Deployment copy : snapshot.deployments()) {
            deployment(copy, latest);
            String id = copy.deploymentId();
            if (!seen.add(id)) {
                throw Contradiction.LISTED_TWICE.found("Deployment " + id + " is listed twice");
            }
            if (!servers.contains(copy.serverId())) {
                throw Contradiction.UNKNOWN_SERVER.found("Deployment " + id + " runs on server " + copy.serverId()
                        + ", which the snapshot does not have");
            }
            serverByOwner.put(id, copy.serverId());
        }
    }

    private static void deployment(Deployment copy, Instant latest) {
        String id = copy.deploymentId();
        Given.present(DEPLOYMENT, "", "id", id);
        Given.present(DEPLOYMENT, id, "chute id", copy.chuteId());
        Given.present(DEPLOYMENT, id, "server id", copy.serverId());
        Given.present(DEPLOYMENT, id, "stage", copy.stage());
        Given.present(DEPLOYMENT, id, "createdAt", copy.createdAt());
        Given.countFrom(0, DEPLOYMENT, id, "diskGib", copy.diskGib());
        Given.past(DEPLOYMENT, id, "createdAt", copy.createdAt(), latest);
        Given.past(DEPLOYMENT, id, "activatedAt", copy.activatedAt(), latest);
        Double multiplier = copy.multiplier();
        if (multiplier != null) {
            Given.amount(DEPLOYMENT, id, "multiplier", multiplier);
        }
    }

    private static void owners(FleetSnapshot snapshot, Map<String, String> serverByOwner) {
        for (Server server : snapshot.servers()) {
            for (Gpu gpu : server.gpus()) {
                String owner = gpu.owner();
                if (owner != null) {
                    owner(server, gpu, owner, serverByOwner.get(owner));
                }
            }
        }
    }

    private static void owner(Server server, Gpu gpu, String owner, @Nullable String ownersServer) {
        if (ownersServer == null) {
            throw Contradiction.UNKNOWN_OWNER.found("GPU " + gpu.gpuId() + " of server " + server.serverId()
                    + " is held by deployment " + owner + ", which the snapshot does not have");
        }
        if (!ownersServer.equals(server.serverId())) {
            throw Contradiction.GPU_OF_ANOTHER_SERVER.found("GPU " + gpu.gpuId() + " of server " + server.serverId()
                    + " is held by deployment " + owner + ", which runs on server " + ownersServer);
        }
    }

    private static void backOffs(FleetSnapshot snapshot) {
        for (BackOff backOff : snapshot.backOffs()) {
            Given.present("back-off", "", "until", backOff.until());
        }
    }
}
