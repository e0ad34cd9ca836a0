package dev.rigger.placement.explain;

import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.Rule;
import dev.rigger.placement.change.ChuteChange;
import dev.rigger.placement.change.FleetChange;
import dev.rigger.placement.change.LimitChange;
import java.util.ArrayList;
import java.util.List;

/** What might lift the rules that concern a chute alone, and the limits of a plan. */
final class ChuteRemedies {

    /** A bounty's factor when it was just offered. */
    private static final double FRESH_BOUNTY = 1.1;

    private final Facts facts;

    ChuteRemedies(Facts facts) {
        this.facts = facts;
    }

    List<Lever> of(Rule rule, String chuteId) {
        Chute chute = facts.chute(chuteId);
        return switch (rule) {
            case NOT_BANNED -> List.of(Lever.all(new ChuteChange.BanLifted(chuteId)));
            case NOT_JOB_ONLY -> List.of(Lever.all(new ChuteChange.NotOnlyJobs(chuteId)));
            case WORTH_SOMETHING -> List.of(moreWorth(chuteId));
            case SCALABLE_OR_BOUNTIED, ONE_PENDING, ALLOWED_COPIES -> more(chute);
            case DEMAND_FRESH -> List.of(Lever.all(new FleetChange.DemandTold()), bounty(chuteId));
            case CHUTE_NOT_BACKED_OFF ->
                facts.backedOff(b -> chuteId.equals(b.chuteId()) && b.serverId() == null)
                        .map(until -> List.of(facts.waiting(until)))
                        .orElse(List.of());
            case PINNED -> List.of(Lever.all(new ChuteChange.PinEnded(chuteId)));
            case OPERATOR_VETO -> List.of(Lever.all(new FleetChange.VetoLifted()));
            case LAUNCHES_PER_PLAN -> limits();
            default -> List.of();
        };
    }

    Lever moreWorth(String chuteId) {
        double now = facts.chute(chuteId).worth().now();
        return Lever.number(now, facts.winning(), value -> new ChuteChange.Multiplier(chuteId, value, now));
    }

    private static Lever bounty(String chuteId) {
        return Lever.all(new ChuteChange.BountyOffered(chuteId, FRESH_BOUNTY));
    }

    private List<Lever> more(Chute chute) {
        String id = chute.chuteId();
        List<Lever> levers = new ArrayList<>();
        int ours = (int) facts.snapshot().deployments().stream()
                .map(Deployment::chuteId)
                .filter(id::equals)
                .count();
        int promised = facts.snapshot().openLaunches().size();
        Integer allowed = chute.allowedCopies();
        if (allowed != null) {
            levers.add(Lever.count(
                    allowed,
                    Math.max(allowed, ours + promised) + 1,
                    copies -> new ChuteChange.AllowedCopies(id, (int) copies, allowed)));
        }
        Demand said = chute.demand();
        Integer target = said == null ? null : said.target();
        int live = said == null ? 0 : said.live();
        int most = Math.max(live, target == null ? 0 : target) + ours + promised + 2;
        levers.add(Lever.count(target == null ? 0 : target, most, copies -> new ChuteChange.Wanted(id, (int) copies)));
        if (chute.bounty() == null) {
            levers.add(bounty(id));
        }
        if (!chute.open()) {
            levers.add(Lever.all(new ChuteChange.OpenToAll(id)));
        }
        return levers;
    }

    private List<Lever> limits() {
        int now =
                facts.snapshot().limits().launchesFor(facts.snapshot().servers().size());
        int all = now
                + facts.snapshot().chutes().size()
                + facts.snapshot().servers().size();
        int copies = facts.snapshot().deployments().size() + all;
        return List.of(
                Lever.count(now, all, launches -> new LimitChange.Launches((int) launches, now)),
                Lever.all(new LimitChange.BountiesAndEvictions(all, copies)));
    }
}
