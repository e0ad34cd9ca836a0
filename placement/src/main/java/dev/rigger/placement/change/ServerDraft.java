package dev.rigger.placement.change;

import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.Health;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Shares;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server while it is being changed. */
final class ServerDraft {
    private final Server original;
    boolean ready;
    boolean locked;
    double hourlyCost;
    Health health;
    Shares shares;

    @Nullable
    Instant quarantinedUntil;

    final List<Gpu> gpus;

    ServerDraft(Server original) {
        this.original = original;
        ready = original.ready();
        locked = original.locked();
        hourlyCost = original.hourlyCost();
        health = original.health();
        shares = original.shares();
        quarantinedUntil = original.quarantinedUntil();
        gpus = new ArrayList<>(original.gpus());
    }

    Server server() {
        return new Server(
                original.serverId(),
                original.name(),
                ready,
                locked,
                original.tee(),
                hourlyCost,
                health,
                shares,
                quarantinedUntil,
                gpus,
                original.cachedChutes());
    }
}
