package dev.rigger.placement.explain;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.Server;
import java.util.stream.Stream;

/** Whether a snapshot has what is asked about. */
final class Subjects {

    private Subjects() {}

    /** @throws IllegalArgumentException when it has not */
    static void mustExist(FleetSnapshot snapshot, Question question) {
        switch (question) {
            case Question.OfChute q -> chute(snapshot, q.chuteId());
            case Question.OfPlace q -> {
                chute(snapshot, q.chuteId());
                server(snapshot, q.serverId());
            }
            case Question.OfServer q -> server(snapshot, q.serverId());
            case Question.OfGpu q ->
                mustContain(
                        snapshot.servers().stream()
                                .flatMap(server -> server.gpus().stream())
                                .map(Gpu::gpuId),
                        "GPU",
                        q.gpuId());
            case Question.OfCopy q ->
                mustContain(
                        snapshot.deployments().stream().map(Deployment::deploymentId), "deployment", q.deploymentId());
        }
    }

    private static void chute(FleetSnapshot snapshot, String chuteId) {
        mustContain(snapshot.chutes().stream().map(Chute::chuteId), "chute", chuteId);
    }

    private static void server(FleetSnapshot snapshot, String serverId) {
        mustContain(snapshot.servers().stream().map(Server::serverId), "server", serverId);
    }

    private static void mustContain(Stream<String> ids, String kind, String id) {
        if (ids.noneMatch(id::equals)) {
            throw new IllegalArgumentException("The snapshot of this plan has no " + kind + " " + id
                    + " (SUBJECT_UNKNOWN). Ask for another, or explain a later plan.");
        }
    }
}
