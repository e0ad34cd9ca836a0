package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import dev.rigger.devnet.validator.wire.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The instances there are, and the wishes of miners and of the platform to be rid of one. */
public final class InstanceRegistry {
    /** How long an instance that somebody pays for stays without a call. */
    static final Duration IDLE_SHUTDOWN = Duration.ofSeconds(300);

    private static final double LAST_PUBLIC_COPY = 0.1;
    private static final double LAST_PRIVATE_COPY = 0;

    private final Ledger ledger;
    private final InstanceLife life;
    private final Conduct conduct;
    private final JobRuns jobs;
    private final ComputeHistory history;
    private final ProtocolRules rules;
    private final InstantSource clock;

    InstanceRegistry(
            Ledger ledger,
            InstanceLife life,
            Conduct conduct,
            JobRuns jobs,
            ComputeHistory history,
            ProtocolRules rules,
            InstantSource clock) {
        this.ledger = ledger;
        this.life = life;
        this.conduct = conduct;
        this.jobs = jobs;
        this.history = history;
        this.rules = rules;
        this.clock = clock;
    }

    public List<Instance> all() {
        return ledger.read(state -> List.copyOf(state.instances().values()));
    }

    public List<Instance> of(String hotkey) {
        return ledger.read(state -> state.instances().values().stream()
                .filter(instance -> instance.minerHotkey().equals(hotkey))
                .toList());
    }

    /** Takes over instances as finished launches leave them, for systems whose subject is what comes after. */
    public void stand(List<Instance> launched) {
        ledger.change(state -> {
            launched.forEach(instance -> state.instances().put(instance.instanceId(), instance));
            return null;
        });
    }

    public Optional<Instance> byId(String instanceId) {
        return ledger.read(state -> Optional.ofNullable(state.instances().get(instanceId)));
    }

    /** Those that are no more, as long as scores look back. */
    public List<EndedInstance> ended() {
        return ledger.read(state -> List.copyOf(state.ended().values()));
    }

    public List<HistoryRow> historyOf(String instanceId) {
        return ledger.read(state -> List.copyOf(state.history().getOrDefault(instanceId, List.of())));
    }

    /** The miner's own wish; 404 for one that is not there or not the miner's. The last copy of a chute costs its pay. */
    public void deleteByMiner(String hotkey, String chuteId, String instanceId) {
        ledger.change(state -> {
            Instance instance = ofMiner(state, hotkey, chuteId, instanceId);
            double pay = 1;
            if (instance.active() && instance.jobId() == null && state.activeOf(chuteId) == 1) {
                ChuteDefinition chute = state.chutes().get(chuteId);
                pay = chute == null || chute.open() ? LAST_PUBLIC_COPY : LAST_PRIVATE_COPY;
                if (chute != null && chute.open()) {
                    state.bounties().remove(chuteId);
                }
            }
            conduct.deleted(state, hotkey, instanceId);
            jobs.minerGone(state, instance);
            life.ended(state, instance, EndReason.MINER, pay);
            return null;
        });
    }

    public void disableByMiner(String hotkey, String chuteId, String instanceId) {
        ledger.change(state -> {
            Instance instance = ofMiner(state, hotkey, chuteId, instanceId);
            if (instance.active()) {
                life.disabled(state, instance);
            }
            return null;
        });
    }

    /** An operator's wish. */
    public void kill(String instanceId) {
        end(instanceId, EndReason.OPERATOR);
    }

    /** The platform's wish; 404 for one that is not there. */
    public void end(String instanceId, EndReason reason) {
        ledger.change(state -> {
            Instance instance = state.instances().get(instanceId);
            if (instance == null) {
                throw new Refusal(404, "Instance not found: " + instanceId);
            }
            jobs.instanceGone(state, instance, reason);
            life.ended(state, instance, reason, 1);
            return null;
        });
    }

    /** A user's call went there and came back. */
    public void used(String instanceId) {
        Instant now = clock.instant();
        figures(instanceId, draft -> {
            draft.lastQueriedAt = now;
            draft.consecutiveFailures = 0;
            if (draft.stopBillingAt != null) {
                draft.stopBillingAt = now.plus(IDLE_SHUTDOWN);
            }
        });
    }

    /** A user's call went there in vain; answers how many did in a row. */
    public int failed(String instanceId) {
        figures(instanceId, draft -> draft.consecutiveFailures++);
        return byId(instanceId).map(Instance::consecutiveFailures).orElse(0);
    }

    private void figures(String instanceId, Consumer<Instance.Draft> change) {
        ledger.change(state -> {
            Instance instance = state.instances().get(instanceId);
            return instance == null ? null : life.change(state, instance, change);
        });
    }

    /** What time does: gives up what stays stuck, ends what nobody pays for any longer. */
    public void tick() {
        Instant now = clock.instant();
        ledger.change(state -> {
            endWhere(state, instance -> stuck(instance, now), EndReason.STUCK);
            endWhere(
                    state,
                    instance -> instance.stopBillingAt() != null
                            && instance.jobId() == null
                            && now.isAfter(instance.stopBillingAt()),
                    EndReason.IDLE);
            return null;
        });
    }

    /** What active instances are worth moves to what their chutes are worth now. */
    public void refreshMultipliers() {
        Instant now = clock.instant();
        ledger.change(state -> {
            for (Instance instance : List.copyOf(state.instances().values())) {
                double multiplier = history.drifted(state, instance, now);
                if (instance.active() && multiplier != instance.multiplier()) {
                    life.multiplier(state, instance, multiplier);
                }
            }
            return null;
        });
    }

    void endWhere(PlatformState state, Predicate<Instance> doomed, EndReason reason) {
        List.copyOf(state.instances().values()).stream().filter(doomed).forEach(instance -> {
            jobs.instanceGone(state, instance, reason);
            life.ended(state, instance, reason, 1);
        });
    }

    private boolean stuck(Instance instance, Instant now) {
        if (instance.activatedAt() != null) {
            return false;
        }
        Instant verified = instance.verifiedAt();
        return verified == null
                ? older(instance.createdAt(), now, rules.deadline().unverified())
                : older(verified, now, rules.deadline().inactive());
    }

    private static boolean older(Instant since, Instant now, Duration limit) {
        return Duration.between(since, now).compareTo(limit) > 0;
    }

    private static Instance ofMiner(PlatformState state, String hotkey, String chuteId, String instanceId) {
        Instance instance = state.instances().get(instanceId);
        if (instance == null
                || !instance.minerHotkey().equals(hotkey)
                || !instance.chuteId().equals(chuteId)) {
            throw new Refusal(404, "Instance with ID " + instanceId + " of chute " + chuteId + " not found");
        }
        return instance;
    }
}
