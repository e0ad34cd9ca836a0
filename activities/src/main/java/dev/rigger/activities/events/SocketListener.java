package dev.rigger.activities.events;

import com.fasterxml.jackson.databind.JsonNode;

/** What a {@link SocketIoClient} tells. Calls come one after another, on the client's own thread. */
public interface SocketListener {
    /** The validator accepted our signature; events may come from now on. */
    default void authenticated() {}

    /** The validator refused our signature; the client tries again with growing pauses. */
    default void refused(String error) {}

    /** The connection ended, or could not be made; the client connects again. */
    default void disconnected(String why) {}

    /**
     * An event other than the authentication's own.
     *
     * @param name such as {@code miner_broadcast}
     * @param data its first argument
     */
    void event(String name, JsonNode data);
}
