package dev.rigger.workers.events;

import dev.rigger.inventory.Gpu;
import dev.rigger.inventory.Gpus;
import dev.rigger.inventory.InboxEvent;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.Servers;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** {@code gpu_verified}, to the onboarding of the GPU's server. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
final class GpuEvents implements EventHandler {

    private final Gpus gpus;
    private final Servers servers;
    private final Owners owners;

    GpuEvents(Gpus gpus, Servers servers, Owners owners) {
        this.gpus = gpus;
        this.servers = servers;
        this.owners = owners;
    }

    @Override
    public Set<String> reasons() {
        return Set.of("gpu_verified");
    }

    @Override
    public Delivery handle(InboxEvent event, EventData data) {
        String gpuId = data.required("gpu_id");
        Optional<Server> server = gpus.byId(gpuId).map(Gpu::serverId).flatMap(servers::byId);
        if (server.isEmpty()) {
            return new Delivery.NotYet("no server has that GPU");
        }
        return owners.gpuVerified(server.get().name(), gpuId)
                ? Delivery.DONE
                : new Delivery.Delivered("the server's onboarding is over");
    }
}
