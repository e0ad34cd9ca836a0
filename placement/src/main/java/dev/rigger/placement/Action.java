package dev.rigger.placement;

import java.time.Instant;
import java.util.List;

/** One thing that a plan asks for. {@code price} is its worth in the planner's own unit, which its reasons name. */
public sealed interface Action {

    double price();

    /** Why, in sentences for a person. */
    List<String> reasons();

    /** Brings up one copy of a chute on exactly these GPUs. */
    record Launch(
            String chuteId,
            String version,
            String serverId,
            List<String> gpuIds,
            Motive motive,
            double price,
            List<String> reasons)
            implements Action {
        public Launch {
            gpuIds = List.copyOf(gpuIds);
            reasons = List.copyOf(reasons);
        }
    }

    /** Ends a deployment to make room. */
    record Evict(String deploymentId, double price, List<String> reasons) implements Action {
        public Evict {
            reasons = List.copyOf(reasons);
        }
    }

    /** Goes after a chute's bounty, by a launch of the same plan or by a copy that is already on its way. */
    record Claim(String chuteId, long amount, double boost, double price, List<String> reasons) implements Action {
        public Claim {
            reasons = List.copyOf(reasons);
        }
    }

    /** Nothing now, but the answer may change at {@code until} without any event. */
    record Wait(String subject, Instant until, double price, List<String> reasons) implements Action {
        public Wait {
            reasons = List.copyOf(reasons);
        }
    }

    /** What a launch is for. */
    enum Motive {
        BOUNTY,
        /** The first copy of a chute. */
        FIRST_COPY,
        FURTHER_COPY
    }
}
