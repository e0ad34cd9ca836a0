package dev.rigger.placement.change;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.Health;
import dev.rigger.placement.FleetSnapshot.Shares;

/** Something about a server. */
public sealed interface ServerChange extends Change {

    String serverId();

    record Unlocked(String serverId) implements ServerChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.server(snapshot, serverId, server -> server.locked = false);
        }

        @Override
        public double size() {
            return 1;
        }

        @Override
        public String condition(Names names) {
            return names.server(serverId) + " were unlocked";
        }
    }

    record QuarantineLifted(String serverId) implements ServerChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.server(snapshot, serverId, server -> server.quarantinedUntil = null);
        }

        @Override
        public double size() {
            return 1.3;
        }

        @Override
        public String condition(Names names) {
            return names.server(serverId) + " were let out of quarantine";
        }
    }

    /** Its cluster answers, and was just seen. */
    record Healed(String serverId) implements ServerChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.server(snapshot, serverId, server -> server.health = Health.FRESH);
        }

        @Override
        public double size() {
            return 1.5;
        }

        @Override
        public String condition(Names names) {
            return "the cluster of " + names.server(serverId) + " answered again";
        }
    }

    record Onboarded(String serverId) implements ServerChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.server(snapshot, serverId, server -> server.ready = true);
        }

        @Override
        public double size() {
            return 1.6;
        }

        @Override
        public String condition(Names names) {
            return names.server(serverId) + " had finished onboarding";
        }
    }

    /** All its GPUs of a model. */
    record GpusVerified(String serverId, String model) implements ServerChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.server(
                    snapshot,
                    serverId,
                    server -> server.gpus.replaceAll(gpu ->
                            gpu.model().equals(model) ? new Gpu(gpu.gpuId(), gpu.model(), true, gpu.owner()) : gpu));
        }

        @Override
        public double size() {
            return 1.7;
        }

        @Override
        public String condition(Names names) {
            return "the " + model + " GPUs of " + names.server(serverId) + " were verified";
        }
    }

    /** USD for a GPU and hour. */
    record HourlyCost(String serverId, double usd, double before) implements ServerChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.server(snapshot, serverId, server -> server.hourlyCost = usd);
        }

        @Override
        public double size() {
            return 1.4 + Sizes.ratio(usd, before);
        }

        @Override
        public String condition(Names names) {
            return names.server(serverId) + " cost " + (usd < before ? "at most " : "at least ") + Sizes.text(usd)
                    + " USD for a GPU and hour (now " + Sizes.text(before) + ")";
        }
    }

    record Disk(String serverId, int freeGib, int before) implements ServerChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.server(
                    snapshot,
                    serverId,
                    server -> server.shares =
                            new Shares(server.shares.cpusPerGpu(), server.shares.memoryGibPerGpu(), freeGib));
        }

        @Override
        public double size() {
            return 2 + Sizes.ratio(freeGib, before) / 2;
        }

        @Override
        public String condition(Names names) {
            return names.server(serverId) + " had " + freeGib + " GiB of disk free (now " + before + ")";
        }
    }

    record Cpus(String serverId, int perGpu, int before) implements ServerChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.server(
                    snapshot,
                    serverId,
                    server -> server.shares =
                            new Shares(perGpu, server.shares.memoryGibPerGpu(), server.shares.freeDiskGib()));
        }

        @Override
        public double size() {
            return 2.5 + Sizes.ratio(perGpu, before) / 2;
        }

        @Override
        public String condition(Names names) {
            return names.server(serverId) + " had " + perGpu + " CPUs for each GPU (now " + before + ")";
        }
    }

    record Memory(String serverId, int gibPerGpu, int before) implements ServerChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.server(
                    snapshot,
                    serverId,
                    server -> server.shares =
                            new Shares(server.shares.cpusPerGpu(), gibPerGpu, server.shares.freeDiskGib()));
        }

        @Override
        public double size() {
            return 2.5 + Sizes.ratio(gibPerGpu, before) / 2;
        }

        @Override
        public String condition(Names names) {
            return names.server(serverId) + " had " + gibPerGpu + " GiB of memory for each GPU (now " + before + ")";
        }
    }

    /** Free and verified ones, beside those that it has. */
    record MoreGpus(String serverId, String model, int count) implements ServerChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.server(snapshot, serverId, server -> {
                for (int i = 0; i < count; i++) {
                    server.gpus.add(new Gpu(serverId + "/more-" + server.gpus.size(), model, true, null));
                }
            });
        }

        @Override
        public double size() {
            return 3 + 0.1 * count;
        }

        @Override
        public String condition(Names names) {
            return count + " more " + model + (count == 1 ? " GPU" : " GPUs") + " of " + names.server(serverId)
                    + " were free";
        }
    }
}
