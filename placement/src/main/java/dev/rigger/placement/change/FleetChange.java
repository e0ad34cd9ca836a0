package dev.rigger.placement.change;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Bounty;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.Health;
import dev.rigger.placement.FleetSnapshot.Needs;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Shares;
import dev.rigger.placement.FleetSnapshot.Worth;
import dev.rigger.placement.GpuKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Something about the fleet as a whole, or the time. */
public sealed interface FleetChange extends Change {

    /** The same fleet at a later time, at which the validator has told again what it wants. */
    record WaitUntil(Instant until, Instant from) implements FleetChange {
        private static final DateTimeFormatter CLOCK =
                DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            SnapshotDraft draft = new SnapshotDraft(snapshot);
            Instant seen = draft.demandSeenAt;
            draft.demandSeenAt = seen == null ? null : seen.plus(Duration.between(draft.takenAt, until));
            draft.takenAt = until;
            return draft.snapshot();
        }

        @Override
        public double size() {
            return 0.5 + Duration.between(from, until).toSeconds() / 3_600.0;
        }

        @Override
        public String condition(Names names) {
            return "you waited until " + CLOCK.format(until.plusMillis(999).truncatedTo(ChronoUnit.SECONDS)) + " UTC ("
                    + length(Duration.between(from, until)) + ")";
        }

        private static String length(Duration wait) {
            return wait.toMinutes() < 2 ? Math.max(1, wait.toSeconds()) + " s" : wait.toMinutes() + " min";
        }
    }

    /** The validator tells again what it wants: the same as it did. */
    record DemandTold() implements FleetChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            SnapshotDraft draft = new SnapshotDraft(snapshot);
            draft.demandSeenAt = snapshot.takenAt();
            return draft.snapshot();
        }

        @Override
        public double size() {
            return 2;
        }

        @Override
        public String condition(Names names) {
            return "the validator told again what it wants";
        }
    }

    /** An open launch comes to nothing, and gives back what it was promised. */
    record LaunchGivenUp(String deploymentId) implements FleetChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            SnapshotDraft draft = new SnapshotDraft(snapshot);
            draft.openLaunches.removeIf(launch -> launch.deploymentId().equals(deploymentId));
            draft.servers.replaceAll(server -> {
                ServerDraft edited = new ServerDraft(server);
                edited.gpus.replaceAll(gpu -> deploymentId.equals(gpu.owner())
                        ? new Gpu(gpu.gpuId(), gpu.model(), gpu.verified(), null)
                        : gpu);
                return edited.server();
            });
            return draft.snapshot();
        }

        @Override
        public double size() {
            return 2;
        }

        @Override
        public String condition(Names names) {
            return "the launch that it is promised to were refused";
        }
    }

    /** Ready, healthy, with enough of everything. */
    record AnotherServer(GpuKind kind, int gpus, double hourlyCost) implements FleetChange {
        static final String ID = "another-server-";

        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            SnapshotDraft draft = new SnapshotDraft(snapshot);
            String id = ID + draft.servers.size();
            draft.servers.add(new Server(
                    id,
                    "another server",
                    true,
                    false,
                    kind.tee(),
                    hourlyCost,
                    Health.FRESH,
                    new Shares(1_024, 65_536, null),
                    null,
                    IntStream.range(0, gpus)
                            .mapToObj(i -> new Gpu(id + "/gpu-" + i, kind.model(), true, null))
                            .toList(),
                    List.of()));
            return draft.snapshot();
        }

        @Override
        public double size() {
            return 3.5 + 0.1 * gpus;
        }

        @Override
        public String condition(Names names) {
            return "there were another " + (kind.tee() ? "trusted " : "") + "server with " + gpus + " free "
                    + kind.model() + (gpus == 1 ? " GPU" : " GPUs");
        }
    }

    /** A chute that wants GPUs of this server and of no other; announced by a bounty that adds nothing to what it earns. */
    record Newcomer(String serverId, GpuKind kind, int gpus, double multiplier) implements FleetChange {
        static final String ID = "newcomer-";

        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            SnapshotDraft draft = new SnapshotDraft(snapshot);
            draft.chutes.add(new Chute(
                    ID + draft.chutes.size(),
                    "a newcomer",
                    "1",
                    List.of(kind.model()),
                    gpus,
                    kind.tee(),
                    false,
                    false,
                    true,
                    Worth.steady(multiplier),
                    null,
                    new Demand(true, 1, 0, 0, 1),
                    new Needs(0, 0, 0),
                    new Bounty(0, 1, null),
                    List.of(serverId)));
            return draft.snapshot();
        }

        @Override
        public double size() {
            return 3;
        }

        @Override
        public String condition(Names names) {
            return "a chute came that needs " + gpus + " " + kind.model() + (gpus == 1 ? " GPU" : " GPUs") + " of "
                    + names.server(serverId) + " and earns "
                    + (multiplier < 0.001 ? "anything" : "at least " + Sizes.text(multiplier) + " units a second");
        }
    }

    /** A chute that was forgotten while copies of it run is known again, and others serve it too. */
    record ChuteRemembered(String chuteId) implements FleetChange {
        private static final int SERVED_BY = 3;

        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            SnapshotDraft draft = new SnapshotDraft(snapshot);
            draft.chutes.add(new Chute(
                    chuteId,
                    "a forgotten chute",
                    "1",
                    List.of(),
                    1,
                    false,
                    true,
                    false,
                    true,
                    Worth.steady(0),
                    null,
                    new Demand(false, null, SERVED_BY, SERVED_BY, 0),
                    new Needs(0, 0, 0),
                    null,
                    List.of()));
            return draft.snapshot();
        }

        @Override
        public double size() {
            return 2.5;
        }

        @Override
        public String condition(Names names) {
            return "its chute were known again, with " + SERVED_BY + " copies that serve";
        }
    }

    /** The operator's policy agrees. It is not part of the snapshot, so the planner without that policy decides. */
    record VetoLifted() implements FleetChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return snapshot;
        }

        @Override
        public double size() {
            return 1;
        }

        @Override
        public String condition(Names names) {
            return "your own policy allowed it";
        }
    }
}
