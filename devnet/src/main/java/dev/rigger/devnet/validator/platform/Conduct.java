package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.Incident.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What can be seen from here of a miner that does not look: it acts on what has long been gone, or it takes an empty list
 * for the truth and deletes everything.
 */
final class Conduct {
    private final Ledger ledger;
    private final Invariants invariants;
    private final Duration patience;
    private final InstantSource clock;
    private final Map<String, Instant> goneChutes = new HashMap<>();
    private final Map<String, Lie> lies = new HashMap<>();

    /** What a miner had when it was shown nothing, and what of it is left. */
    private record Lie(Instant at, int had, Set<String> left) {}

    /** @param patience one pass of a miner's own looking, and its end: after it a miner knows, event or no event */
    Conduct(Ledger ledger, Invariants invariants, Duration patience, InstantSource clock) {
        this.ledger = ledger;
        this.invariants = invariants;
        this.patience = patience;
        this.clock = clock;
    }

    void chuteGone(String chuteId) {
        goneChutes.put(chuteId, clock.instant());
    }

    void chuteBack(String chuteId) {
        goneChutes.remove(chuteId);
    }

    /** A miner wants to launch a chute that is not there. */
    void wantedGone(PlatformState state, String hotkey, String chuteId) {
        Instant since = goneChutes.get(chuteId);
        if (since != null && Duration.between(since, clock.instant()).compareTo(patience) > 0) {
            invariants.report(
                    state,
                    Kind.MINER_WRONG_FOR_LONG,
                    hotkey,
                    "wants to launch chute " + chuteId + ", which is gone since " + since);
        }
    }

    /** A miner was shown an empty list of instances although it has some. */
    void shownNothing(String hotkey) {
        ledger.change(state -> {
            Set<String> own = new HashSet<>();
            state.instances().values().stream()
                    .filter(instance -> instance.minerHotkey().equals(hotkey))
                    .forEach(instance -> own.add(instance.instanceId()));
            if (own.size() > 1) {
                lies.put(hotkey, new Lie(clock.instant(), own.size(), own));
            }
            return null;
        });
    }

    /** A miner deleted one of its own. */
    void deleted(PlatformState state, String hotkey, String instanceId) {
        Lie lie = lies.get(hotkey);
        if (lie == null) {
            return;
        }
        if (Duration.between(lie.at(), clock.instant()).compareTo(patience) > 0) {
            lies.remove(hotkey);
        } else if (lie.left().remove(instanceId) && lie.left().isEmpty()) {
            lies.remove(hotkey);
            invariants.report(
                    state,
                    Kind.ALL_DELETED_AFTER_EMPTY_LIST,
                    hotkey,
                    "deleted all of its " + lie.had() + " instances after an empty list");
        }
    }
}
