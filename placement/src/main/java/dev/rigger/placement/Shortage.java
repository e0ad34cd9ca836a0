package dev.rigger.placement;

import dev.rigger.placement.FleetSnapshot.Chute;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says why a chute finds no place; chutes that ask for the same get the same answer, worked out once. */
final class Shortage {

    /** @param change what would make a place */
    record Lack(Rule rule, String why, String change) {}

    private record Need(List<String> models, int gpus, boolean tee, FleetSnapshot.Needs needs) {}

    private final FreeGpus fleet;
    private final Map<Need, Lack> known = new HashMap<>();

    Shortage(FreeGpus fleet) {
        this.fleet = fleet;
    }

    Lack of(Chute chute) {
        Need need = new Need(chute.supportedGpus(), chute.gpuCount(), chute.tee(), chute.needs());
        return known.computeIfAbsent(need, unknown -> find(chute));
    }

    /** Call when GPUs were taken since. */
    void forget() {
        known.clear();
    }

    private Lack find(Chute chute) {
        String models = String.join(" or ", chute.supportedGpus());
        Collection<GpuClass> suiting = fleet.suiting(chute);
        if (suiting.isEmpty()) {
            return fleet.suiting(chute, !chute.tee()).isEmpty()
                    ? new Lack(
                            Rule.GPU_MODEL, "no server has a free " + models, "A server with " + models + " would do")
                    : new Lack(
                            Rule.TEE_EQUAL,
                            chute.tee()
                                    ? "the free " + models + " are not in trusted servers"
                                    : "the free " + models + " are in trusted servers, which are for others",
                            chute.tee() ? "A trusted server would do" : "A server that is not a trusted one would do");
        }
        Pool fullest = fullest(suiting);
        Lack closed = closed(chute, suiting, models);
        if (fullest != null && fullest.freeGpus() >= chute.gpuCount()) {
            Rule share = fullest.shareTooSmall(chute);
            return new Lack(
                    share == null ? Rule.GPU_COUNT : share,
                    "servers with enough free " + models + " have too little beside, such as " + fullest.server.name(),
                    "A larger share there would do");
        }
        if (closed != null) {
            return closed;
        }
        int most = fullest == null ? 0 : fullest.freeGpus();
        return new Lack(
                Rule.GPU_COUNT,
                "it needs %d free %s on one server, the most is %d%s"
                        .formatted(
                                chute.gpuCount(), models, most, fullest == null ? "" : " on " + fullest.server.name()),
                "%d more free GPUs there would do".formatted(chute.gpuCount() - most));
    }

    /** Free GPUs of these classes that another rule keeps back, when there are enough of them to matter. */
    private static @Nullable Lack closed(Chute chute, Collection<GpuClass> suiting, String models) {
        for (GpuClass gpus : suiting) {
            for (Map.Entry<Rule, Integer> lost : gpus.lost().entrySet()) {
                if (lost.getValue() >= chute.gpuCount()) {
                    return new Lack(
                            lost.getKey(),
                            "%d free %s may not be used".formatted(lost.getValue(), models),
                            switch (lost.getKey()) {
                                case SERVER_UNLOCKED -> "Unlocking the server would do";
                                case SERVER_READY -> "Once the server finished onboarding it may do";
                                case SERVER_NOT_BACKED_OFF -> "When the server's back-off is over it may do";
                                default -> "Once their proof is accepted they may do";
                            });
                }
            }
        }
        return null;
    }

    private static @Nullable Pool fullest(Collection<GpuClass> classes) {
        Pool fullest = null;
        for (GpuClass gpus : classes) {
            Pool candidate = gpus.fullest();
            if (candidate != null && (fullest == null || candidate.freeGpus() > fullest.freeGpus())) {
                fullest = candidate;
            }
        }
        return fullest;
    }
}
