package dev.rigger.placement.change;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Server;
import java.util.HashMap;
import java.util.Map;

/** What the things of a snapshot are called by people. An id stands only where there is no name. */
public final class Names {
    private final Map<String, String> servers = new HashMap<>();
    private final Map<String, String> chutes = new HashMap<>();
    private final Map<String, String> copies = new HashMap<>();
    private final Map<String, String> gpus = new HashMap<>();

    public Names(FleetSnapshot snapshot) {
        for (Server server : snapshot.servers()) {
            servers.put(server.serverId(), server.name());
            for (int i = 0; i < server.gpus().size(); i++) {
                gpus.put(server.gpus().get(i).gpuId(), "GPU " + i + " of " + server.name());
            }
        }
        for (Chute chute : snapshot.chutes()) {
            chutes.put(chute.chuteId(), chute.name());
        }
        for (Deployment copy : snapshot.deployments()) {
            copies.put(copy.deploymentId(), "the copy of " + chute(copy.chuteId()) + " on " + server(copy.serverId()));
        }
    }

    public String server(String serverId) {
        return servers.getOrDefault(
                serverId, serverId.startsWith(FleetChange.AnotherServer.ID) ? "another server" : serverId);
    }

    public String chute(String chuteId) {
        return chutes.getOrDefault(
                chuteId, chuteId.startsWith(FleetChange.Newcomer.ID) ? "a newcomer" : "a forgotten chute");
    }

    public String copy(String deploymentId) {
        return copies.getOrDefault(deploymentId, deploymentId);
    }

    /** By its place in its server, counted from 0. */
    public String gpu(String gpuId) {
        return gpus.getOrDefault(gpuId, gpuId);
    }
}
