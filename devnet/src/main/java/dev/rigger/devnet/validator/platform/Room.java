package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import dev.rigger.devnet.validator.wire.Refusal;

/** Whether a chute has room for one more copy; a refusal is 423. */
final class Room {
    private final ProtocolRules.Capacity rules;

    Room(ProtocolRules.Capacity rules) {
        this.rules = rules;
    }

    /** Before a launch and at its claim. */
    void forLaunch(PlatformState state, ChuteDefinition chute, String hotkey, int target) {
        refuseDisabled(chute);
        if (chute.open()) {
            forPublicLaunch(state, chute, hotkey, beyondUpdate(state, chute, target));
        } else {
            forPrivate(state, chute, target);
        }
    }

    /** At the activation; public confidential copies always have room where the profile says so. */
    void forActivation(PlatformState state, ChuteDefinition chute, int target) {
        refuseDisabled(chute);
        if (exempt(chute)) {
            return;
        }
        if (chute.open()) {
            refuseAbove(chute, state.activeOf(chute.chuteId()), beyondUpdate(state, chute, target));
        } else {
            forPrivate(state, chute, target);
        }
    }

    /** Copies wanted, as a pod with that config may count on. */
    int target(PlatformState state, LaunchConfig config) {
        int now = state.targetOf(config.chuteId());
        return rules.forgivesLowerTarget() ? Math.max(config.targetWhenMade(), now) : now;
    }

    boolean exempt(ChuteDefinition chute) {
        return rules.teeActivates() && chute.tee() && chute.open();
    }

    static void refuseDisabled(ChuteDefinition chute) {
        if (chute.disabled()) {
            throw new Refusal(423, "Chute " + chute.chuteId() + " is disabled");
        }
    }

    /** While a new version replaces an old one there is room for one more. */
    static int beyondUpdate(PlatformState state, ChuteDefinition chute, int target) {
        return state.rollingUpdates().containsKey(chute.chuteId()) ? target + 1 : target;
    }

    /** Whether a new copy takes the place of one of the miner's that a pushed update is to replace. */
    private boolean replacesOwn(PlatformState state, ChuteDefinition chute, String hotkey) {
        RollingUpdate update = state.rollingUpdates().get(chute.chuteId());
        if (update == null || !rules.updatePermits()) {
            return false;
        }
        long fresh = state.instancesOf(chute.chuteId()).stream()
                .filter(instance -> instance.minerHotkey().equals(hotkey)
                        && instance.version().equals(update.newVersion()))
                .count();
        return fresh < update.permitted().getOrDefault(hotkey, 0);
    }

    private void forPublicLaunch(PlatformState state, ChuteDefinition chute, String hotkey, int target) {
        if (replacesOwn(state, chute, hotkey)) {
            return;
        }
        long active = state.activeOf(chute.chuteId());
        if (chute.tee() && rules.pendingTeeCounts()) {
            long live = state.instancesOf(chute.chuteId()).stream()
                    .filter(instance -> instance.phase() != InstancePhase.DISABLED)
                    .count();
            refuseAbove(chute, live, target + 1);
        }
        refuseAbove(chute, active, target);
        long own = state.instancesOf(chute.chuteId()).stream()
                .filter(instance -> instance.active() && instance.minerHotkey().equals(hotkey))
                .count();
        if (rules.soleOwnerWaits() && active > 0 && own == active && target - active <= 2) {
            throw new Refusal(423, "The last places of chute " + chute.chuteId() + " are for other miners");
        }
    }

    private static void forPrivate(PlatformState state, ChuteDefinition chute, int target) {
        long active = state.activeOf(chute.chuteId());
        if (active == 0 && !state.bounties().containsKey(chute.chuteId())) {
            throw new Refusal(423, "Private chute " + chute.chuteId() + " has no bounty");
        }
        if (active > 0 && target > 0) {
            refuseAbove(chute, active, target);
        }
    }

    private static void refuseAbove(ChuteDefinition chute, long copies, int most) {
        if (copies >= most) {
            throw new Refusal(
                    423, "Target capacity of chute " + chute.chuteId() + " is reached: " + copies + " of " + most);
        }
    }
}
