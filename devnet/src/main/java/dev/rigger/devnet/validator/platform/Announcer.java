package dev.rigger.devnet.validator.platform;

import java.util.Map;

/** Where events leave for the miners and the public. Calls come in the order in which things happened. */
@FunctionalInterface
public interface Announcer {
    void publish(PlatformEvent event);

    /** To every miner. */
    default void broadcast(String reason, Map<String, Object> data) {
        publish(PlatformEvent.toMiners(reason, data));
    }

    /** To one miner only. */
    default void tell(String hotkey, String reason, Map<String, Object> data) {
        publish(PlatformEvent.to(hotkey, reason, data));
    }
}
