package dev.rigger.settings;

import java.util.Base64;
import java.util.HashSet;
import java.util.Set;

/** The form of {@code RIGGER_ENCRYPTION_KEYS}; what the keys do is the hotkey module's business. */
final class KeyRing {
    private static final int KEY_BYTES = 32;

    private KeyRing() {}

    static boolean valid(String text) {
        Set<String> ids = new HashSet<>();
        for (String entry : text.split(",", -1)) {
            String[] parts = entry.trim().split(":", 2);
            if (parts.length != 2 || parts[0].isBlank() || !ids.add(parts[0]) || !isKey(parts[1])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isKey(String base64) {
        try {
            return Base64.getDecoder().decode(base64.trim()).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
