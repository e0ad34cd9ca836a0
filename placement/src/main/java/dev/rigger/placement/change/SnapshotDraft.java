package dev.rigger.placement.change;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.OpenLaunch;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.Limits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A snapshot while it is being changed. */
final class SnapshotDraft {
    private final FleetSnapshot original;
    Instant takenAt;

    @Nullable
    Instant demandSeenAt;

    Limits limits;
    final List<Server> servers;
    final List<Chute> chutes;
    final List<Deployment> deployments;
    final List<OpenLaunch> openLaunches;

    SnapshotDraft(FleetSnapshot original) {
        this.original = original;
        takenAt = original.takenAt();
        demandSeenAt = original.demandSeenAt();
        limits = original.limits();
        servers = new ArrayList<>(original.servers());
        chutes = new ArrayList<>(original.chutes());
        deployments = new ArrayList<>(original.deployments());
        openLaunches = new ArrayList<>(original.openLaunches());
    }

    static FleetSnapshot chute(FleetSnapshot snapshot, String chuteId, Consumer<ChuteDraft> edit) {
        SnapshotDraft draft = new SnapshotDraft(snapshot);
        draft.chutes.replaceAll(chute -> {
            if (!chute.chuteId().equals(chuteId)) {
                return chute;
            }
            ChuteDraft edited = new ChuteDraft(chute);
            edit.accept(edited);
            return edited.chute();
        });
        return draft.snapshot();
    }

    static FleetSnapshot server(FleetSnapshot snapshot, String serverId, Consumer<ServerDraft> edit) {
        SnapshotDraft draft = new SnapshotDraft(snapshot);
        draft.servers.replaceAll(server -> {
            if (!server.serverId().equals(serverId)) {
                return server;
            }
            ServerDraft edited = new ServerDraft(server);
            edit.accept(edited);
            return edited.server();
        });
        return draft.snapshot();
    }

    static FleetSnapshot copy(FleetSnapshot snapshot, String deploymentId, Consumer<CopyDraft> edit) {
        SnapshotDraft draft = new SnapshotDraft(snapshot);
        draft.deployments.replaceAll(copy -> {
            if (!copy.deploymentId().equals(deploymentId)) {
                return copy;
            }
            CopyDraft edited = new CopyDraft(copy);
            edit.accept(edited);
            return edited.copy();
        });
        return draft.snapshot();
    }

    FleetSnapshot snapshot() {
        return new FleetSnapshot(
                takenAt,
                original.effort(),
                original.rules(),
                limits,
                demandSeenAt,
                servers,
                chutes,
                deployments,
                original.backOffs(),
                openLaunches,
                original.learned(),
                original.jobs());
    }
}
