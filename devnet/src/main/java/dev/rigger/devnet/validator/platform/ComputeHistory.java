package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What instances were worth and when: opened at the activation, a new row at each change, closed at the end. */
final class ComputeHistory {
    private final ProtocolRules rules;
    private final Worth worth;

    ComputeHistory(ProtocolRules rules, Worth worth) {
        this.rules = rules;
        this.worth = worth;
    }

    /** The start-up is worth less than what follows. */
    void open(PlatformState state, Instance instance, Instant activatedAt) {
        ProtocolRules.StartUp startUp = rules.startUp();
        double before =
                startUp.share() * (startUp.withoutBoosts() ? instance.warmUpMultiplier() : instance.multiplier());
        List<HistoryRow> rows = new ArrayList<>();
        rows.add(new HistoryRow(before, instance.createdAt(), activatedAt));
        rows.add(new HistoryRow(instance.multiplier(), activatedAt, null));
        state.history().put(instance.instanceId(), rows);
    }

    void change(PlatformState state, String instanceId, double multiplier, Instant at) {
        List<HistoryRow> rows = state.history().get(instanceId);
        if (rows != null && !rows.isEmpty()) {
            rows.set(rows.size() - 1, rows.getLast().ended(at));
            rows.add(new HistoryRow(multiplier, at, null));
        }
    }

    /** Scales the open row: what the last stretch was worth is taken back, or part of it. */
    void scaleOpenRow(PlatformState state, String instanceId, double factor) {
        List<HistoryRow> rows = state.history().get(instanceId);
        if (rows != null && !rows.isEmpty()) {
            HistoryRow open = rows.getLast();
            rows.set(
                    rows.size() - 1,
                    new HistoryRow(open.computeMultiplier() * factor, open.startedAt(), open.endedAt()));
        }
    }

    void close(PlatformState state, String instanceId, Instant at) {
        List<HistoryRow> rows = state.history().get(instanceId);
        if (rows != null && !rows.isEmpty()) {
            rows.set(rows.size() - 1, rows.getLast().ended(at));
        }
    }

    /** What an active instance's multiplier is to be by now; the one it has, where nothing moves it. */
    double drifted(PlatformState state, Instance instance, Instant now) {
        ProtocolRules.@Nullable Drift drift = rules.drift();
        Instant activated = instance.activatedAt();
        ChuteDefinition chute = state.chutes().get(instance.chuteId());
        if (drift == null || activated == null || chute == null) {
            return instance.multiplier();
        }
        Duration age = Duration.between(activated, now);
        if (age.compareTo(drift.steadyFor()) <= 0) {
            return instance.multiplier();
        }
        double target = worth.settled(chute, instance, NodeRecord.typeOf(state, instance));
        double share = Math.min(
                1,
                (double) age.minus(drift.steadyFor()).toMillis()
                        / drift.settledAfter().minus(drift.steadyFor()).toMillis());
        double blended = instance.multiplier() * (1 - share * share) + target * share * share;
        return Math.abs(blended - instance.multiplier()) < drift.smallestStep() ? instance.multiplier() : blended;
    }
}
