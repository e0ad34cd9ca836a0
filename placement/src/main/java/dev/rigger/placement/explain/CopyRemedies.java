package dev.rigger.placement.explain;

import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.GpuKind;
import dev.rigger.placement.Rule;
import dev.rigger.placement.change.ChuteChange;
import dev.rigger.placement.change.CopyChange;
import dev.rigger.placement.change.FleetChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What might lift the rules that protect a copy, or make it the one that has to go. */
final class CopyRemedies {

    private final Facts facts;
    private final PlaceRemedies places;

    CopyRemedies(Facts facts) {
        this.facts = facts;
        places = new PlaceRemedies(facts);
    }

    /** @param deploymentId of a deployment, or of an open launch */
    List<Lever> of(Rule rule, String deploymentId, String serverId) {
        return facts.copy(deploymentId)
                .map(copy -> of(rule, copy))
                .orElseGet(() -> List.of(Lever.all(new FleetChange.LaunchGivenUp(deploymentId))));
    }

    private List<Lever> of(Rule rule, Deployment copy) {
        String id = copy.deploymentId();
        return switch (rule) {
            case VICTIM_NOT_A_JOB -> List.of(Lever.all(new CopyChange.NoJob(id)));
            case VICTIM_PREEMPTIBLE -> preemptible(copy);
            case VICTIM_NOT_PINNED -> List.of(Lever.all(new CopyChange.Pinned(id, false)));
            case VICTIM_ACTIVE -> List.of(Lever.all(new CopyChange.Served(id)));
            case VICTIM_OLD_ENOUGH -> older(copy);
            case VICTIM_NOT_LAST_COPY -> elsewhere(copy);
            case VICTIM_SERVER_HEALTHY -> places.ofServer(Rule.SERVER_HEALTHY, copy.serverId());
            case VICTIM_SERVER_UNLOCKED -> places.ofServer(Rule.SERVER_UNLOCKED, copy.serverId());
            case WORTH_THE_PLACE -> cheaper(copy);
            default -> places.ofServer(rule, copy.serverId());
        };
    }

    private List<Lever> preemptible(Deployment copy) {
        List<Lever> levers = new ArrayList<>();
        if (!copy.preemptible()) {
            levers.add(Lever.all(new CopyChange.Preemptible(copy.deploymentId())));
        }
        Chute chute = facts.knownChute(copy.chuteId());
        if (chute != null && !chute.open()) {
            levers.add(Lever.all(new ChuteChange.OpenToAll(copy.chuteId())));
        }
        return levers;
    }

    private List<Lever> older(Deployment copy) {
        Instant since = copy.activatedAt();
        return since == null
                ? List.of(Lever.all(new CopyChange.Served(copy.deploymentId())))
                : List.of(facts.waiting(
                        since.plus(facts.snapshot().rules().evictableAfter()).plusSeconds(1)));
    }

    /** Of a forgotten chute nobody can say how many copies there are. */
    private List<Lever> elsewhere(Deployment copy) {
        Chute chute = facts.knownChute(copy.chuteId());
        if (chute == null) {
            return List.of(Lever.all(new FleetChange.ChuteRemembered(copy.chuteId())));
        }
        Demand said = chute.demand();
        int active = said == null ? 1 : said.active();
        return List.of(Lever.count(
                active,
                active + 2 + facts.snapshot().deployments().size(),
                copies -> new ChuteChange.CopiesElsewhere(copy.chuteId(), (int) copies)));
    }

    private List<Lever> cheaper(Deployment copy) {
        List<Lever> levers = new ArrayList<>();
        double rate = facts.rate(copy);
        if (rate > 0) {
            levers.add(Lever.number(rate, 0, value -> new CopyChange.CopyMultiplier(copy.deploymentId(), value, rate)));
        }
        levers.addAll(elsewhere(copy));
        Server server = facts.server(copy.serverId());
        server.gpus().stream()
                .filter(gpu -> copy.deploymentId().equals(gpu.owner()) && gpu.verified())
                .map(Gpu::model)
                .distinct()
                .forEach(model -> levers.addAll(displacing(server, model, copy)));
        return levers;
    }

    /** Newcomers that need its GPUs besides what is free there, and ones that need more of the others' too. */
    private List<Lever> displacing(Server server, String model, Deployment copy) {
        int its = 0;
        int free = 0;
        int all = 0;
        for (Gpu gpu : server.gpus()) {
            if (gpu.model().equals(model) && facts.isUsable(gpu)) {
                all++;
                free += gpu.owner() == null ? 1 : 0;
                its += copy.deploymentId().equals(gpu.owner()) ? 1 : 0;
            }
        }
        List<Lever> levers = new ArrayList<>();
        for (int gpus = free + 1; gpus <= all; gpus++) {
            if (gpus == free + 1 || gpus >= free + its) {
                int count = gpus;
                levers.add(Lever.number(
                        0,
                        facts.winning(),
                        value -> new FleetChange.Newcomer(
                                server.serverId(), new GpuKind(model, server.tee()), count, value)));
            }
        }
        return levers;
    }
}
