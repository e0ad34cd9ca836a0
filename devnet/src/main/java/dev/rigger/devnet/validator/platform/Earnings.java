package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What single instances earned: seconds times multiplier over their history, within the window that scores look back. */
final class Earnings {
    private Earnings() {}

    /** Of one that lives. */
    static double ofLiving(PlatformState state, Instance instance, Duration window, Instant now) {
        Instant stop = instance.stopBillingAt();
        return units(state, instance, now.minus(window), stop != null && stop.isBefore(now) ? stop : now);
    }

    /** Of one that is no more; nothing when it does not count. */
    static double ofEnded(PlatformState state, EndedInstance ended, ProtocolRules.Score rules, Instant now) {
        return ofEnded(state, ended, rules.window(), rules, now);
    }

    static double ofEnded(
            PlatformState state, EndedInstance ended, Duration window, ProtocolRules.Score rules, Instant now) {
        Instant from = now.minus(window);
        if (!counts(ended, rules) || ended.deletedAt().isBefore(from)) {
            return 0;
        }
        return units(state, ended.instance(), from, ended.deletedAt());
    }

    /** Whether an ended instance's time counts at all. */
    static boolean counts(EndedInstance ended, ProtocolRules.Score rules) {
        Instant activated = ended.instance().activatedAt();
        if (activated == null) {
            return false;
        }
        boolean grown = Duration.between(activated, ended.deletedAt()).compareTo(rules.youngDeath()) >= 0;
        boolean paid = ended.instance().billedTo() != null;
        return grown
                || paid
                || ended.validTermination()
                || rules.validReasons().stream().anyMatch(ended.reason()::contains);
    }

    static double seconds(PlatformState state, Instance instance, Instant from, Instant to) {
        return rows(state, instance).stream()
                .mapToDouble(row -> row.seconds(from, to))
                .sum();
    }

    private static double units(PlatformState state, Instance instance, Instant from, Instant to) {
        return rows(state, instance).stream()
                .mapToDouble(row -> row.computeMultiplier() * row.seconds(from, to))
                .sum();
    }

    private static List<HistoryRow> rows(PlatformState state, Instance instance) {
        return state.history().getOrDefault(instance.instanceId(), List.of());
    }
}
