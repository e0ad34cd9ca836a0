package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.Platform.ChuteStanding;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How chutes stand: their copies, their targets, what one is worth. */
final class Standings {
    private final Ledger ledger;
    private final Worth worth;
    private final InstantSource clock;

    Standings(Ledger ledger, Worth worth, InstantSource clock) {
        this.ledger = ledger;
        this.worth = worth;
        this.clock = clock;
    }

    List<ChuteStanding> all() {
        return ledger.read(state -> {
            Counts counts = Counts.of(state);
            return state.chutes().values().stream()
                    .map(chute -> standing(state, chute, counts))
                    .toList();
        });
    }

    ChuteStanding of(String chuteId) {
        return ledger.read(state -> standing(state, ChuteRegistry.known(state, chuteId), Counts.of(state)));
    }

    private ChuteStanding standing(PlatformState state, ChuteDefinition chute, Counts counts) {
        Map<String, Double> factors = worth.factors(state, chute, clock.instant());
        Load load = state.loads().get(chute.chuteId());
        Bounty bounty = state.bounties().get(chute.chuteId());
        int copies = counts.all().getOrDefault(chute.chuteId(), 0);
        return new ChuteStanding(
                chute,
                copies,
                counts.active().getOrDefault(chute.chuteId(), 0),
                Room.beyondUpdate(state, chute, state.targets().getOrDefault(chute.chuteId(), copies)),
                factors,
                Worth.product(factors),
                bounty == null ? null : bounty.amount(clock.instant()),
                load == null ? Load.none(chute.updatedAt()) : load);
    }

    /** Copies of every chute, counted in one pass. */
    private record Counts(Map<String, Integer> all, Map<String, Integer> active) {
        static Counts of(PlatformState state) {
            Counts counts = new Counts(new HashMap<>(), new HashMap<>());
            for (Instance instance : state.instances().values()) {
                counts.all().merge(instance.chuteId(), 1, Integer::sum);
                if (instance.active() && instance.jobId() == null) {
                    counts.active().merge(instance.chuteId(), 1, Integer::sum);
                }
            }
            return counts;
        }
    }
}
