package dev.rigger.placement.change;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Bounty;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.Worth;
import java.util.ArrayList;
import java.util.List;

/** Something about a chute. */
public sealed interface ChuteChange extends Change {

    String chuteId();

    /** Compute units a second, at least when above {@code before}, at most when below; what it drifts to moves with it. */
    record Multiplier(String chuteId, double value, double before) implements ChuteChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.chute(snapshot, chuteId, chute -> {
                double drift = chute.worth.now() > 0 ? chute.worth.later() / chute.worth.now() : 1;
                chute.worth = new Worth(value, value * drift);
            });
        }

        @Override
        public double size() {
            return 1.2 + Sizes.ratio(value, before);
        }

        @Override
        public String condition(Names names) {
            return names.chute(chuteId) + " earned " + Sizes.limit(value, before) + " units a second (now "
                    + Sizes.text(before) + ")";
        }
    }

    record BanLifted(String chuteId) implements ChuteChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.chute(snapshot, chuteId, chute -> chute.banned = false);
        }

        @Override
        public double size() {
            return 1;
        }

        @Override
        public String condition(Names names) {
            return "the ban of " + names.chute(chuteId) + " were lifted";
        }
    }

    /** It may run anywhere. */
    record PinEnded(String chuteId) implements ChuteChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.chute(snapshot, chuteId, chute -> chute.pinnedTo = List.of());
        }

        @Override
        public double size() {
            return 1;
        }

        @Override
        public String condition(Names names) {
            return names.chute(chuteId) + " were no longer pinned to other servers";
        }
    }

    record PinnedTo(String chuteId, String serverId) implements ChuteChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.chute(snapshot, chuteId, chute -> chute.pinnedTo = List.of(serverId));
        }

        @Override
        public double size() {
            return 1.1;
        }

        @Override
        public String condition(Names names) {
            return names.chute(chuteId) + " were pinned to " + names.server(serverId);
        }
    }

    /** Copies of ours that the operator allows. */
    record AllowedCopies(String chuteId, int copies, int before) implements ChuteChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.chute(snapshot, chuteId, chute -> chute.allowedCopies = copies);
        }

        @Override
        public double size() {
            return 1 + 0.05 * Math.abs(copies - before);
        }

        @Override
        public String condition(Names names) {
            return "you allowed " + copies + (copies == 1 ? " copy of " : " copies of ") + names.chute(chuteId)
                    + " (now " + before + ")";
        }
    }

    /** Active copies of all miners that the validator wants, with room for one more of ours. */
    record Wanted(String chuteId, int target) implements ChuteChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.chute(snapshot, chuteId, chute -> {
                Demand said = chute.demand;
                int active = said == null ? 0 : said.active();
                int atLeast = chute.open ? 0 : 1;
                chute.demand = new Demand(
                        true,
                        target,
                        Math.max(atLeast, Math.min(active, target - 1)),
                        Math.max(atLeast, said == null ? 0 : said.live()),
                        said == null ? 1 : said.utilisation());
            });
        }

        @Override
        public double size() {
            return 2;
        }

        @Override
        public String condition(Names names) {
            return "the validator wanted " + target + (target == 1 ? " copy of " : " copies of ")
                    + names.chute(chuteId);
        }
    }

    record BountyOffered(String chuteId, double boost) implements ChuteChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.chute(
                    snapshot, chuteId, chute -> chute.bounty = new Bounty(100, boost, snapshot.takenAt()));
        }

        @Override
        public double size() {
            return 2.1;
        }

        @Override
        public String condition(Names names) {
            return "the validator offered a bounty for " + names.chute(chuteId);
        }
    }

    /** Active copies of all miners, so that one of ours is not the last. */
    record CopiesElsewhere(String chuteId, int active) implements ChuteChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.chute(snapshot, chuteId, chute -> {
                Demand said = chute.demand;
                chute.demand = said == null
                        ? new Demand(true, null, active, active, 0.5)
                        : new Demand(
                                said.scalable(),
                                said.target(),
                                active,
                                Math.max(active, said.live()),
                                said.utilisation());
            });
        }

        @Override
        public double size() {
            return 2.5;
        }

        @Override
        public String condition(Names names) {
            return active + (active == 1 ? " copy of " : " copies of ") + names.chute(chuteId)
                    + " served (other miners' included)";
        }
    }

    /** Not only by jobs. */
    record NotOnlyJobs(String chuteId) implements ChuteChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.chute(snapshot, chuteId, chute -> chute.jobOnly = false);
        }

        @Override
        public double size() {
            return 4;
        }

        @Override
        public String condition(Names names) {
            return names.chute(chuteId) + " served requests too, not only jobs";
        }
    }

    /** Not only for its owner. */
    record OpenToAll(String chuteId) implements ChuteChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.chute(snapshot, chuteId, chute -> chute.open = true);
        }

        @Override
        public double size() {
            return 4;
        }

        @Override
        public String condition(Names names) {
            return names.chute(chuteId) + " were open to everybody";
        }
    }

    record ForTrustedServers(String chuteId, boolean tee) implements ChuteChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.chute(snapshot, chuteId, chute -> chute.tee = tee);
        }

        @Override
        public double size() {
            return 4;
        }

        @Override
        public String condition(Names names) {
            return names.chute(chuteId) + (tee ? " were made for trusted servers" : " ran outside trusted servers");
        }
    }

    record ModelSupported(String chuteId, String model) implements ChuteChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.chute(snapshot, chuteId, chute -> {
                List<String> models = new ArrayList<>(chute.supportedGpus);
                models.add(model);
                chute.supportedGpus = models;
            });
        }

        @Override
        public double size() {
            return 4;
        }

        @Override
        public String condition(Names names) {
            return names.chute(chuteId) + " supported " + model + " GPUs";
        }
    }
}
