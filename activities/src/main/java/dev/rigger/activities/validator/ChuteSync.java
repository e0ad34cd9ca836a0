package dev.rigger.activities.validator;

import dev.rigger.inventory.Chute;
import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Demand;
import dev.rigger.inventory.Demands;
import dev.rigger.inventory.Epoch;
import dev.rigger.inventory.Sightings;
import dev.rigger.settings.Periods;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes what the validator's lists say of chutes: definitions, and what they are worth. Removes nothing. */
@Singleton
final class ChuteSync {
    private static final String SOURCE = "validator:chutes";

    private final Chutes chutes;
    private final Demands demands;
    private final Sightings sightings;
    private final VanishedChutes vanished;
    private final Periods periods;
    private final Clock clock;

    ChuteSync(
            Chutes chutes,
            Demands demands,
            Sightings sightings,
            VanishedChutes vanished,
            Periods periods,
            Clock clock) {
        this.chutes = chutes;
        this.demands = demands;
        this.sightings = sightings;
        this.vanished = vanished;
        this.periods = periods;
        this.clock = clock;
    }

    /** What is worth knowing of a chute beside its definition; a list that came incomplete is null and changes nothing. */
    record Market(
            @Nullable Map<String, Listed.Utilisation> utilisation,
            @Nullable Map<String, Listed.Bounty> bounties,
            @Nullable Map<String, Long> globalInstances) {
        static Market of(ValidatorClient client) {
            return new Market(
                    byId(client.utilisation(), Listed.Utilisation::chuteId),
                    byId(client.bounties(), Listed.Bounty::chuteId),
                    counts(client.activeInstances()));
        }

        boolean complete() {
            return utilisation != null && bounties != null && globalInstances != null;
        }

        private static <T> @Nullable Map<String, T> byId(Listing<T> listing, Function<T, String> id) {
            return listing.complete()
                    ? listing.items().stream().collect(Collectors.toMap(id, item -> item, (first, again) -> again))
                    : null;
        }

        private static @Nullable Map<String, Long> counts(Listing<Listed.ActiveInstance> listing) {
            return listing.complete()
                    ? listing.items().stream()
                            .collect(Collectors.groupingBy(Listed.ActiveInstance::chuteId, Collectors.counting()))
                    : null;
        }
    }

    /** Answers whether anything differs from before. */
    boolean write(String validator, Listing<Listed.Chute> listing, Market market) {
        Instant now = clock.instant();
        Map<String, Chute> known = new HashMap<>();
        chutes.ofValidator(validator).forEach(chute -> known.put(chute.chuteId(), chute));
        List<String> standing = known.values().stream()
                .filter(chute -> !chute.deleted())
                .map(Chute::chuteId)
                .toList();
        int count = listing.items().size();
        boolean suspect =
                listing.complete() && ListTrust.suspect(standing.size(), sightings.latest(SOURCE, validator), count);
        sightings.saveEpoch(new Epoch(SOURCE, validator, now, listing.complete(), suspect, count));
        if (!listing.complete()) {
            return false;
        }
        boolean changed = false;
        Map<String, Demand> before =
                demands.ofValidator(validator).stream().collect(Collectors.toMap(Demand::chuteId, demand -> demand));
        for (Listed.Chute chute : listing.items()) {
            changed |= writeDefinition(validator, chute, known.get(chute.chuteId()), now);
            changed |= writeDemand(demand(validator, chute, before.get(chute.chuteId()), market, now), before);
        }
        if (!suspect) {
            Set<String> listed =
                    listing.items().stream().map(Listed.Chute::chuteId).collect(Collectors.toSet());
            vanished.compare(validator, standing, listed);
        }
        return changed;
    }

    private boolean writeDefinition(String validator, Listed.Chute listed, @Nullable Chute before, Instant now) {
        Chute row = ChuteRows.row(validator, listed, before, now);
        if (before != null && ChuteRows.same(row, before)) {
            return false;
        }
        return chutes.save(row);
    }

    private boolean writeDemand(Demand demand, Map<String, Demand> before) {
        Demand old = before.get(demand.chuteId());
        boolean fresh =
                old != null && old.seenAt().plus(periods.demandRewrite()).isAfter(demand.seenAt());
        if (old != null && fresh && same(demand, old)) {
            return false;
        }
        return demands.save(demand);
    }

    /** The bounty's end is computed from seconds left and wobbles; its amount grows by itself. */
    private static boolean same(Demand demand, Demand old) {
        return demand.effectiveMultiplier() == old.effectiveMultiplier()
                && demand.scalable() == old.scalable()
                && demand.bountyAmount() == old.bountyAmount()
                && Objects.equals(demand.bountyUntil() == null, old.bountyUntil() == null)
                && demand.globalInstances() == old.globalInstances();
    }

    private static Demand demand(
            String validator, Listed.Chute chute, @Nullable Demand before, Market market, Instant now) {
        Listed.Utilisation use =
                market.utilisation() == null ? null : market.utilisation().get(chute.chuteId());
        boolean scalable =
                use != null ? use.scalable() && !use.updateInProgress() : before == null || before.scalable();
        long amount = before == null ? 0 : before.bountyAmount();
        Instant until = before == null ? null : before.bountyUntil();
        double boost = before == null ? 1 : before.bountyBoost();
        if (market.bounties() != null) {
            Listed.Bounty bounty = market.bounties().get(chute.chuteId());
            amount = bounty == null ? 0 : bounty.amount();
            until = bounty == null ? null : now.plusSeconds(bounty.secondsRemaining());
            boost = bounty == null ? 1 : chute.bountyBoost();
        }
        int copies = before == null ? 0 : before.globalInstances();
        if (market.globalInstances() != null) {
            copies = market.globalInstances().getOrDefault(chute.chuteId(), 0L).intValue();
        }
        return new Demand(chute.chuteId(), validator, chute.multiplier(), scalable, amount, boost, until, copies, now);
    }
}
