package dev.rigger.activities.validator.sync;

import dev.rigger.activities.validator.api.Listed;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.inventory.Demand;
import dev.rigger.inventory.Demands;
import dev.rigger.settings.Periods;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes what chutes are worth, and tells of bounties that no event told of. */
@Singleton
final class DemandSync {
    private final Demands demands;
    private final BountyNews news;
    private final Hotkey miner;
    private final Periods periods;

    DemandSync(Demands demands, BountyNews news, Hotkey miner, Periods periods) {
        this.demands = demands;
        this.news = news;
        this.miner = miner;
        this.periods = periods;
    }

    /** Answers whether anything differs from before. */
    boolean write(String validator, Collection<Listed.Chute> chutes, Lists lists, Instant now) {
        Market market = Market.of(lists, miner.ss58());
        Map<String, Demand> before =
                demands.ofValidator(validator).stream().collect(Collectors.toMap(Demand::chuteId, demand -> demand));
        List<Demand> changed = new ArrayList<>();
        boolean differs = false;
        for (Listed.Chute chute : chutes) {
            Demand old = before.get(chute.chuteId());
            Demand demand = market.demand(validator, chute, old, now);
            boolean same = old != null && same(demand, old);
            boolean stale =
                    old != null && old.seenAt().plus(periods.demandRewrite()).isBefore(now);
            if (!same || stale) {
                changed.add(demand);
            }
            differs |= !same;
            if (old != null && !sameBounty(demand, old)) {
                demands.setBounty(
                        validator, chute.chuteId(), demand.bountyAmount(), demand.bountyBoost(), demand.bountyUntil());
            }
        }
        demands.saveAll(changed);
        for (Demand demand : changed) {
            if (begins(demand, before.get(demand.chuteId()))) {
                news.found(demand);
            }
        }
        return differs;
    }

    private static boolean begins(Demand demand, @Nullable Demand old) {
        return demand.bountyUntil() != null && (old == null || old.bountyUntil() == null);
    }

    /** How busy a chute is wobbles too, and decides nothing. */
    private static boolean same(Demand demand, Demand old) {
        return demand.effectiveMultiplier() == old.effectiveMultiplier()
                && demand.scalable() == old.scalable()
                && sameBounty(demand, old)
                && Objects.equals(demand.target(), old.target())
                && demand.othersActive() == old.othersActive()
                && demand.othersLive() == old.othersLive();
    }

    /** A bounty's end is computed from seconds left and wobbles; its amount grows by itself. */
    private static boolean sameBounty(Demand demand, Demand old) {
        return demand.bountyAmount() == old.bountyAmount()
                && (demand.bountyUntil() == null) == (old.bountyUntil() == null);
    }
}
