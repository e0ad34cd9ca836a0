package dev.rigger.devnet.validator.platform;

import java.util.Map;

/** Where events leave for the miners. Calls come in the order in which things happened. */
public interface Announcer {
    /** To everyone. */
    void broadcast(String reason, Map<String, Object> data);

    /** To one miner only. */
    void tell(String hotkey, String reason, Map<String, Object> data);
}
