package dev.rigger.activities.validator.sync;

import dev.rigger.activities.validator.api.Listed;
import dev.rigger.activities.validator.wire.Listing;
import dev.rigger.inventory.Demand;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is worth knowing of a chute beside its definition; a list that came incomplete is null and changes nothing. */
record Market(
        @Nullable Map<String, Listed.Utilisation> utilisation,
        @Nullable Map<String, Listed.Bounty> bounties,
        @Nullable Map<String, Long> othersActive,
        @Nullable Map<String, Long> ours) {

    /** @param miner our SS58: our own copies are known better from our rows */
    static Market of(Lists lists, String miner) {
        return new Market(
                byId(lists.utilisation(), Listed.Utilisation::chuteId),
                byId(lists.bounties(), Listed.Bounty::chuteId),
                lists.active().complete()
                        ? lists.active().items().stream()
                                .filter(instance -> !instance.minerHotkey().equals(miner))
                                .collect(Collectors.groupingBy(Listed.ActiveInstance::chuteId, Collectors.counting()))
                        : null,
                lists.instances().complete()
                        ? lists.instances().items().stream()
                                .collect(Collectors.groupingBy(Listed.Instance::chuteId, Collectors.counting()))
                        : null);
    }

    Demand demand(String validator, Listed.Chute chute, @Nullable Demand before, Instant now) {
        Listed.Utilisation use = utilisation == null ? null : utilisation.get(chute.chuteId());
        boolean scalable =
                use != null ? use.scalable() && !use.updateInProgress() : before == null || before.scalable();
        long amount = before == null ? 0 : before.bountyAmount();
        Instant until = before == null ? null : before.bountyUntil();
        double boost = before == null ? 1 : before.bountyBoost();
        if (bounties != null) {
            Listed.Bounty bounty = bounties.get(chute.chuteId());
            amount = bounty == null ? 0 : bounty.amount();
            until = bounty == null ? null : now.plusSeconds(bounty.secondsRemaining());
            boost = bounty == null ? 1 : chute.bountyBoost();
        }
        int active = before == null ? 0 : before.othersActive();
        if (othersActive != null) {
            active = othersActive.getOrDefault(chute.chuteId(), 0L).intValue();
        }
        Integer target = use == null && utilisation == null && before != null ? before.target() : target(use);
        int live = Math.max(active, othersLive(chute.chuteId(), use, before));
        double busy = use != null ? use.busy() : before == null ? 0 : before.utilisation();
        return new Demand(
                chute.chuteId(),
                validator,
                chute.multiplier(),
                scalable,
                amount,
                boost,
                until,
                target,
                active,
                live,
                busy,
                now);
    }

    private static @Nullable Integer target(Listed.@Nullable Utilisation use) {
        return use == null ? null : use.target();
    }

    private int othersLive(String chuteId, Listed.@Nullable Utilisation use, @Nullable Demand before) {
        Integer live = use == null ? null : use.live();
        return live != null && ours != null
                ? Math.max(0, live - ours.getOrDefault(chuteId, 0L).intValue())
                : before == null ? 0 : before.othersLive();
    }

    private static <T> @Nullable Map<String, T> byId(Listing<T> listing, Function<T, String> id) {
        return listing.complete()
                ? listing.items().stream().collect(Collectors.toMap(id, item -> item, (first, again) -> again))
                : null;
    }
}
