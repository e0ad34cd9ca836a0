package dev.rigger.app.up;

import dev.rigger.settings.TemporalSettings;
import dev.rigger.temporal.TemporalConnection;
import dev.rigger.workflows.WorkflowIds;
import io.temporal.client.schedules.ScheduleException;

/** Has a server's cache cleaned now, by its Schedule, as an operator would from Temporal's UI. */
final class CacheCleanups {
    private final String temporal;
    private final Terminal terminal;

    CacheCleanups(String temporal, Terminal terminal) {
        this.temporal = temporal;
        this.terminal = terminal;
    }

    void trigger(GpuServer server) {
        TemporalSettings settings = new TemporalSettings(temporal, "rigger", null, false, null, null, null, null);
        try (TemporalConnection connection = TemporalConnection.open(settings, null, null, "up")) {
            connection.schedules().getHandle(WorkflowIds.cache(server.name())).trigger();
            terminal.say(server.name() + ": cache cleanup triggered");
        } catch (ScheduleException notThere) {
            terminal.say(server.name() + ": its cache cleanup could not be triggered: " + notThere.getMessage());
        }
    }
}
