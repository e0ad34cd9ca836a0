package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What instances earned. */
public final class Payroll {
    private final Ledger ledger;
    private final ProtocolRules rules;
    private final InstantSource clock;

    Payroll(Ledger ledger, ProtocolRules rules, InstantSource clock) {
        this.ledger = ledger;
        this.rules = rules;
        this.clock = clock;
    }

    /** What each instance, living or ended, earned within the window, by its miner; jobs and paid ones too. */
    public List<Pay> pay(Duration window) {
        Instant now = clock.instant();
        return ledger.read(state -> {
            List<Pay> all = new ArrayList<>();
            state.instances().values().stream()
                    .filter(instance -> instance.activatedAt() != null)
                    .forEach(instance -> all.add(new Pay(
                            instance,
                            null,
                            Earnings.seconds(state, instance, now.minus(window), now),
                            Earnings.ofLiving(state, instance, window, now))));
            state.ended().values().stream()
                    .filter(ended -> ended.instance().activatedAt() != null
                            && ended.deletedAt().isAfter(now.minus(window)))
                    .forEach(ended -> all.add(new Pay(
                            ended.instance(),
                            ended.deletedAt(),
                            Earnings.counts(ended, rules.score())
                                    ? Earnings.seconds(state, ended.instance(), now.minus(window), ended.deletedAt())
                                    : 0,
                            Earnings.ofEnded(state, ended, window, rules.score(), now))));
            return all;
        });
    }

    /** What one instance earned; {@code deletedAt} null while it lives. */
    public record Pay(Instance instance, @Nullable Instant deletedAt, double seconds, double units) {}
}
