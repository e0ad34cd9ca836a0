package dev.rigger.placement;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that a plan asks for. {@code price} is its worth in the planner's own unit, which its reasons name. */
public sealed interface Action {

    double price();

    /** Why, in sentences for a person. */
    List<String> reasons();

    /**
     * Brings up one copy of a chute on exactly these GPUs.
     *
     * @param victims deployments that hold some of the GPUs and are ended first, by an {@link Evict} of the same plan;
     *     empty when all are free
     * @param jobId the job that it runs; null for a copy that serves requests
     */
    record Launch(
            String chuteId,
            String version,
            String serverId,
            List<String> gpuIds,
            Motive motive,
            List<String> victims,
            double price,
            List<String> reasons,
            @Nullable String jobId)
            implements Action {
        public Launch(
                String chuteId,
                String version,
                String serverId,
                List<String> gpuIds,
                Motive motive,
                List<String> victims,
                double price,
                List<String> reasons) {
            this(chuteId, version, serverId, gpuIds, motive, victims, price, reasons, null);
        }

        public Launch {
            gpuIds = List.copyOf(gpuIds);
            victims = List.copyOf(victims);
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * Ends deployments of one server, all of them or none, to make room for one launch of the same plan.
     *
     * @param price what is lost
     */
    record Evict(String serverId, List<String> deploymentIds, String forChuteId, double price, List<String> reasons)
            implements Action {
        public Evict {
            deploymentIds = List.copyOf(deploymentIds);
            reasons = List.copyOf(reasons);
        }
    }

    /** Goes after a chute's bounty, by a launch of the same plan. */
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
        FURTHER_COPY,
        /** A one-shot run. */
        JOB
    }
}
