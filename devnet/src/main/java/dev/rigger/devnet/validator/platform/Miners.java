package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.wire.Refusal;

/** What the platform holds against a miner. */
final class Miners {
    private Miners() {}

    static void refuseBlacklisted(PlatformState state, String hotkey) {
        String reason = state.blacklist().get(hotkey);
        if (reason != null) {
            throw new Refusal(403, "Your hotkey has been blacklisted: " + reason);
        }
    }
}
