package dev.rigger.devnet.validator.platform;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, as sockets tell it.
 *
 * @param reason the event's name, such as {@code instance_created}
 * @param message a sentence for people
 * @param recipients hotkeys it is for; empty for every miner
 */
public record PlatformEvent(
        String reason, Map<String, Object> data, @Nullable String message, List<String> recipients, Audience audience) {
    /** Who may hear it. */
    public enum Audience {
        MINERS,
        MINERS_AND_PUBLIC,
        PUBLIC
    }

    public static PlatformEvent toMiners(String reason, Map<String, Object> data) {
        return new PlatformEvent(reason, data, null, List.of(), Audience.MINERS);
    }

    public static PlatformEvent to(String hotkey, String reason, Map<String, Object> data) {
        return new PlatformEvent(reason, data, null, List.of(hotkey), Audience.MINERS);
    }

    public static PlatformEvent toPublic(String reason, Map<String, Object> data) {
        return new PlatformEvent(reason, data, null, List.of(), Audience.PUBLIC);
    }

    /** The same, on the public event socket too. */
    public PlatformEvent publicToo() {
        return new PlatformEvent(reason, data, message, recipients, Audience.MINERS_AND_PUBLIC);
    }

    public PlatformEvent saying(String sentence) {
        return new PlatformEvent(reason, data, sentence, recipients, audience);
    }

    /** As it travels; recipients are part of it. */
    public Map<String, Object> wire() {
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("reason", reason);
        if (message != null) {
            wire.put("message", message);
        }
        wire.put("data", data);
        if (!recipients.isEmpty()) {
            wire.put("filter_recipients", recipients);
        }
        return wire;
    }
}
