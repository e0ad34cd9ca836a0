package dev.rigger.activities.inventory;

import dev.rigger.inventory.Server;
import dev.rigger.inventory.Servers;
import dev.rigger.workflows.onboarding.ScheduleActivities;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;

/**
 * The schedule of later looks at the GPUs of every server that has joined and can be asked for them: those that joined before
 * there were such looks have none. Doing it again changes nothing.
 */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public class LaterProofs {
    private static final String READY = "READY";

    private final Servers servers;
    private final ScheduleActivities schedules;

    public LaterProofs(Servers servers, ScheduleActivities schedules) {
        this.servers = servers;
        this.schedules = schedules;
    }

    public void ensure() {
        servers.all().stream().filter(LaterProofs::isAsked).forEach(server -> {
            schedules.scheduleProofs(server.name());
            // Whoever deletes it ends its schedule after it stopped being ready, perhaps just now.
            if (servers.byId(server.serverId()).filter(LaterProofs::isAsked).isEmpty()) {
                schedules.unscheduleProofs(server.name());
            }
        });
    }

    /** Confidential machines and those with GraVal's image have no GPU worker. */
    private static boolean isAsked(Server server) {
        return server.state().equals(READY)
                && !server.isTee()
                && !"graval".equalsIgnoreCase(server.labels().get("rigger/proof"));
    }
}
