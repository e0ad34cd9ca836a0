package dev.rigger.placement.change;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Stage;
import org.jspecify.annotations.Nullable;

/** Something about a deployment. */
public sealed interface CopyChange extends Change {

    String deploymentId();

    /** Compute units a second: at least when above {@code before}, at most when below. */
    record CopyMultiplier(String deploymentId, double value, double before) implements CopyChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.copy(snapshot, deploymentId, copy -> copy.multiplier = value);
        }

        @Override
        public double size() {
            return 1.2 + Sizes.ratio(value, before);
        }

        @Override
        public String condition(Names names) {
            return names.copy(deploymentId) + " earned " + Sizes.limit(value, before) + " units a second (now "
                    + Sizes.text(before) + ")";
        }
    }

    record Pinned(String deploymentId, boolean pinned) implements CopyChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.copy(snapshot, deploymentId, copy -> copy.pinned = pinned);
        }

        @Override
        public double size() {
            return 1;
        }

        @Override
        public String condition(Names names) {
            return names.copy(deploymentId) + (pinned ? " were pinned" : " were no longer pinned");
        }
    }

    /** The validator would not mind its end. */
    record Preemptible(String deploymentId) implements CopyChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.copy(snapshot, deploymentId, copy -> copy.preemptible = true);
        }

        @Override
        public double size() {
            return 4;
        }

        @Override
        public String condition(Names names) {
            return "the validator let go of " + names.copy(deploymentId);
        }
    }

    record NoJob(String deploymentId) implements CopyChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.copy(snapshot, deploymentId, copy -> copy.job = false);
        }

        @Override
        public double size() {
            return 4;
        }

        @Override
        public String condition(Names names) {
            return names.copy(deploymentId) + " were no job";
        }
    }

    /** Active, and long enough to be ended without losing what it earned. */
    record Served(String deploymentId) implements CopyChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            return SnapshotDraft.copy(snapshot, deploymentId, copy -> {
                copy.stage = Stage.ACTIVE;
                copy.activatedAt = snapshot.takenAt()
                        .minus(snapshot.rules().evictableAfter())
                        .minusSeconds(60);
            });
        }

        @Override
        public double size() {
            return 2.5;
        }

        @Override
        public String condition(Names names) {
            return names.copy(deploymentId) + " had served for more than an hour";
        }
    }

    /** What it earns: its own multiplier, or else its chute's. */
    static double rate(FleetSnapshot.Deployment copy, FleetSnapshot.@Nullable Chute chute) {
        Double own = copy.multiplier();
        return own != null ? own : chute == null ? 0 : chute.worth().now();
    }
}
