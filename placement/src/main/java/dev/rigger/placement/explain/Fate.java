package dev.rigger.placement.explain;

import dev.rigger.placement.Action;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.Plan;
import dev.rigger.placement.explain.Explanation.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plan does about the subject of a question. Two plans answer it alike when their fates are equal.
 *
 * @param facts ids of chutes or servers that make the difference, sorted
 */
record Fate(Outcome outcome, List<String> facts) {

    static Fate of(Question question, FleetSnapshot snapshot, Plan plan) {
        return switch (question) {
            case Question.OfChute q -> ofChute(q.chuteId(), plan);
            case Question.OfPlace q -> ofPlace(q, plan);
            case Question.OfServer q -> ofServer(q.serverId(), plan);
            case Question.OfGpu q -> ofGpu(q.gpuId(), owner(snapshot, q.gpuId()), plan);
            case Question.OfCopy q ->
                ended(q.deploymentId(), plan)
                        ? new Fate(Outcome.COPY_ENDED, List.of())
                        : new Fate(Outcome.COPY_KEPT, List.of());
        };
    }

    /** Whether the plan does something about it, which it could also have left. */
    boolean isSomething() {
        return switch (outcome) {
            case LAUNCHED, SERVER_CHOSEN, GPU_TAKEN, GPU_FREED, COPY_ENDED -> true;
            case NOT_LAUNCHED, SERVER_LEFT, GPU_LEFT, COPY_KEPT -> false;
        };
    }

    private static Fate ofChute(String chuteId, Plan plan) {
        for (Action.Launch launch : plan.launches()) {
            if (launch.chuteId().equals(chuteId)) {
                return new Fate(Outcome.LAUNCHED, List.of(launch.serverId()));
            }
        }
        return new Fate(Outcome.NOT_LAUNCHED, List.of());
    }

    private static Fate ofPlace(Question.OfPlace place, Plan plan) {
        boolean launched = plan.launches().stream()
                .anyMatch(launch -> launch.chuteId().equals(place.chuteId())
                        && launch.serverId().equals(place.serverId()));
        return new Fate(launched ? Outcome.LAUNCHED : Outcome.NOT_LAUNCHED, List.of());
    }

    private static Fate ofServer(String serverId, Plan plan) {
        List<String> chutes = plan.launches().stream()
                .filter(launch -> launch.serverId().equals(serverId))
                .map(Action.Launch::chuteId)
                .sorted()
                .toList();
        return new Fate(chutes.isEmpty() ? Outcome.SERVER_LEFT : Outcome.SERVER_CHOSEN, chutes);
    }

    private static Fate ofGpu(String gpuId, @Nullable String owner, Plan plan) {
        for (Action.Launch launch : plan.launches()) {
            if (launch.gpuIds().contains(gpuId)) {
                return new Fate(Outcome.GPU_TAKEN, List.of(launch.chuteId()));
            }
        }
        boolean freed = owner != null && ended(owner, plan);
        return new Fate(freed ? Outcome.GPU_FREED : Outcome.GPU_LEFT, List.of());
    }

    private static boolean ended(String deploymentId, Plan plan) {
        return plan.evictions().stream().anyMatch(evict -> evict.deploymentIds().contains(deploymentId));
    }

    static @Nullable String owner(FleetSnapshot snapshot, String gpuId) {
        return snapshot.servers().stream()
                .flatMap(server -> server.gpus().stream())
                .filter(gpu -> gpu.gpuId().equals(gpuId))
                .findFirst()
                .map(Gpu::owner)
                .orElse(null);
    }
}
