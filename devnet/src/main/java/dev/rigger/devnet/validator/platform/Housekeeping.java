package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Moves multipliers when their hour has come, and forgets what nobody looks back to. */
final class Housekeeping {
    private static final Duration AUDIT_DAYS = Duration.ofDays(7).plusHours(1);
    private static final Duration CONFIG_LIFE = Duration.ofDays(1);

    private final Ledger ledger;
    private final InstanceRegistry instances;
    private final ProtocolRules rules;
    private final InstantSource clock;
    private @Nullable Instant refreshedAt;

    Housekeeping(Ledger ledger, InstanceRegistry instances, ProtocolRules rules, InstantSource clock) {
        this.ledger = ledger;
        this.instances = instances;
        this.rules = rules;
        this.clock = clock;
    }

    void tick() {
        Instant now = clock.instant();
        ProtocolRules.@Nullable Drift drift = rules.drift();
        Instant last = refreshedAt;
        if (last == null) {
            refreshedAt = now;
        } else if (drift != null && !now.isBefore(last.plus(drift.every()))) {
            refreshedAt = now;
            instances.refreshMultipliers();
            forget(now);
        }
    }

    private void forget(Instant now) {
        Duration kept =
                rules.score().window().compareTo(AUDIT_DAYS) > 0 ? rules.score().window() : AUDIT_DAYS;
        ledger.change(state -> {
            state.ended().values().removeIf(ended -> ended.deletedAt().isBefore(now.minus(kept)));
            state.history()
                    .keySet()
                    .removeIf(id ->
                            !state.instances().containsKey(id) && !state.ended().containsKey(id));
            state.configs()
                    .values()
                    .removeIf(config -> config.createdAt().isBefore(now.minus(CONFIG_LIFE))
                            && (config.instanceId() == null
                                    || !state.instances().containsKey(config.instanceId())));
            state.audits().removeIf(entry -> entry.createdAt().isBefore(now.minus(AUDIT_DAYS)));
            return null;
        });
    }
}
