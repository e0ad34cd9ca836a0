package dev.rigger.placement.change;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.Limits;

/** Something about how much one plan may start. */
public sealed interface LimitChange extends Change {

    record Launches(int perPlan, int before) implements LimitChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            SnapshotDraft draft = new SnapshotDraft(snapshot);
            Limits is = draft.limits;
            draft.limits = new Limits(
                    perPlan,
                    is.serversPerLaunch(),
                    is.launchesPerServer(),
                    is.bountyLaunches(),
                    is.evictions(),
                    is.nextPlanAfter(),
                    is.demandFresh());
            return draft.snapshot();
        }

        @Override
        public double size() {
            return 1 + 0.02 * Math.abs(perPlan - before);
        }

        @Override
        public String condition(Names names) {
            return "a plan might start " + perPlan + " copies (now " + before + ")";
        }
    }

    record LaunchesPerServer(int perPlan, int before) implements LimitChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            SnapshotDraft draft = new SnapshotDraft(snapshot);
            Limits is = draft.limits;
            draft.limits = new Limits(
                    is.launches(),
                    is.serversPerLaunch(),
                    perPlan,
                    is.bountyLaunches(),
                    is.evictions(),
                    is.nextPlanAfter(),
                    is.demandFresh());
            return draft.snapshot();
        }

        @Override
        public double size() {
            return 1 + 0.02 * Math.abs(perPlan - before);
        }

        @Override
        public String condition(Names names) {
            return "a plan might start " + perPlan + " copies on one server (now " + before + ")";
        }
    }

    /** Bounties and evictions of one plan. */
    record BountiesAndEvictions(int bounties, int evictions) implements LimitChange {
        @Override
        public FleetSnapshot applied(FleetSnapshot snapshot) {
            SnapshotDraft draft = new SnapshotDraft(snapshot);
            Limits is = draft.limits;
            draft.limits = new Limits(
                    is.launches(),
                    is.serversPerLaunch(),
                    is.launchesPerServer(),
                    bounties,
                    evictions,
                    is.nextPlanAfter(),
                    is.demandFresh());
            return draft.snapshot();
        }

        @Override
        public double size() {
            return 1.2;
        }

        @Override
        public String condition(Names names) {
            return "a plan might go after " + bounties + " bounties and end " + evictions + " copies";
        }
    }
}
