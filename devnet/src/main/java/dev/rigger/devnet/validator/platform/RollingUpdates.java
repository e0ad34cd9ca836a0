package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import dev.rigger.devnet.validator.platform.rules.ProtocolRules.RollingUpdates.Style;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chutes on their way to a new version. Pushed: owners are told, one instance after another, to replace theirs, and what is
 * left at the end goes. Replaced: the platform ends old copies one after another as new ones come, at the latest when their
 * time is over.
 */
public final class RollingUpdates {
    private static final Duration REPLACEMENT_CAP = Duration.ofHours(3);

    private final Ledger ledger;
    private final InstanceLife life;
    private final BountyBoard bounties;
    private final Announcer announcer;
    private final ProtocolRules.RollingUpdates rules;
    private final InstantSource clock;

    RollingUpdates(
            Ledger ledger,
            InstanceLife life,
            BountyBoard bounties,
            Announcer announcer,
            ProtocolRules.RollingUpdates rules,
            InstantSource clock) {
        this.ledger = ledger;
        this.life = life;
        this.bounties = bounties;
        this.announcer = announcer;
        this.rules = rules;
        this.clock = clock;
    }

    public List<RollingUpdate> all() {
        return ledger.read(state -> List.copyOf(state.rollingUpdates().values()));
    }

    /** Every update in progress takes its next step when that is due. */
    public void tick() {
        ledger.change(state -> {
            List.copyOf(state.rollingUpdates().values()).forEach(update -> step(state, update));
            return null;
        });
    }

    /** A redeploy makes a bounty, and an update where copies of the old version are. */
    void begin(PlatformState state, ChuteDefinition old, ChuteDefinition fresh) {
        List<Instance> copies = state.instancesOf(old.chuteId()).stream()
                .filter(instance -> instance.jobId() == null)
                .toList();
        bounties.offer(state, fresh.chuteId());
        if (copies.isEmpty()) {
            return;
        }
        Map<String, Integer> permitted = new LinkedHashMap<>();
        copies.forEach(instance -> permitted.merge(instance.minerHotkey(), 1, Integer::sum));
        List<String> waiting = copies.stream().map(Instance::instanceId).toList();
        Instant now = clock.instant();
        Instant first = rules.style() == Style.PUSHED ? now : now.plus(pause(waiting.size()));
        state.rollingUpdates()
                .put(
                        fresh.chuteId(),
                        new RollingUpdate(
                                fresh.chuteId(), old.version(), fresh.version(), now, permitted, waiting, first));
    }

    private void step(PlatformState state, RollingUpdate update) {
        if (update.waiting().isEmpty()) {
            finish(state, update);
            return;
        }
        Instant now = clock.instant();
        Instance next = state.instances().get(update.waiting().getFirst());
        boolean due = !now.isBefore(update.nextAt());
        if (next == null) {
            state.rollingUpdates().put(update.chuteId(), update.afterOne(update.nextAt()));
        } else if (rules.style() == Style.PUSHED ? due : due && replaced(state, update)) {
            turn(state, update, next, now);
        } else if (rules.style() == Style.REPLACED && overdue(update, now)) {
            life.ended(state, next, EndReason.ROLLING_UPDATE_TIMEOUT, 1);
            state.rollingUpdates().put(update.chuteId(), update.afterOne(now));
        }
    }

    private void turn(PlatformState state, RollingUpdate update, Instance instance, Instant now) {
        if (rules.style() == Style.PUSHED) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("chute_id", update.chuteId());
            data.put("instance_id", instance.instanceId());
            data.put("miner_hotkey", instance.minerHotkey());
            data.put("old_version", update.oldVersion());
            data.put("new_version", update.newVersion());
            data.put("reason", "rolling update");
            announcer.tell(instance.minerHotkey(), "rolling_update", data);
        } else {
            life.ended(state, instance, EndReason.ROLLING_UPDATE, 1);
        }
        int copies =
                update.permitted().values().stream().mapToInt(Integer::intValue).sum();
        state.rollingUpdates().put(update.chuteId(), update.afterOne(now.plus(pause(copies))));
    }

    /** Capacity stays: an old copy goes when a new one serves in its place. */
    private static boolean replaced(PlatformState state, RollingUpdate update) {
        int copies =
                update.permitted().values().stream().mapToInt(Integer::intValue).sum();
        long fresh = state.instancesOf(update.chuteId()).stream()
                .filter(instance -> instance.active() && instance.version().equals(update.newVersion()))
                .count();
        return fresh > copies - update.waiting().size();
    }

    private static boolean overdue(RollingUpdate update, Instant now) {
        return Duration.between(update.nextAt(), now).compareTo(REPLACEMENT_CAP) > 0;
    }

    private void finish(PlatformState state, RollingUpdate update) {
        if (clock.instant().isBefore(update.nextAt()) && rules.style() == Style.PUSHED) {
            return;
        }
        state.instancesOf(update.chuteId()).stream()
                .filter(instance -> instance.version().equals(update.oldVersion()) && instance.jobId() == null)
                .forEach(instance -> life.ended(state, instance, EndReason.OLD_VERSION, 1));
        state.rollingUpdates().remove(update.chuteId());
    }

    private Duration pause(int copies) {
        Duration even = rules.spread().dividedBy(Math.max(1, copies));
        return even.compareTo(rules.longestPause()) < 0 ? even : rules.longestPause();
    }
}
