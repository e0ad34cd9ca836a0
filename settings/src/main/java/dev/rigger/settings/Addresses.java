package dev.rigger.settings;

import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.Ss58;

/** Asks the hotkey module whether an address is one, and whether a seed is its own. */
final class Addresses {
    private Addresses() {}

    static boolean valid(String ss58) {
        try {
            Ss58.decode(ss58);
            return true;
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    static boolean belongs(String seed, String ss58) {
        return Hotkey.fromSeed(seed).ss58().equals(ss58);
    }
}
