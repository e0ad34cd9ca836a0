package dev.rigger.workers.events;

import dev.rigger.activities.temporal.RunningDeployments;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.InboxEvent;
import dev.rigger.settings.MinerSettings;
import dev.rigger.workflows.deployment.InstanceEvent;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code instance_*} of our hotkey, to the deployment that holds the launch configuration or the instance. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
final class InstanceEvents implements EventHandler {

    private static final Map<String, InstanceEvent.Kind> KINDS = Map.of(
            "instance_created", InstanceEvent.Kind.CREATED,
            "instance_verified", InstanceEvent.Kind.VERIFIED,
            "instance_activated", InstanceEvent.Kind.ACTIVATED,
            "instance_disabled", InstanceEvent.Kind.DISABLED,
            "instance_deleted", InstanceEvent.Kind.DELETED);

    private final Deployments deployments;
    private final RunningDeployments running;
    private final MinerSettings miner;

    InstanceEvents(Deployments deployments, RunningDeployments running, MinerSettings miner) {
        this.deployments = deployments;
        this.running = running;
        this.miner = miner;
    }

    @Override
    public Set<String> reasons() {
        return KINDS.keySet();
    }

    @Override
    public Delivery handle(InboxEvent event, EventData data) {
        if (!data.optional("miner_hotkey").orElse(miner.ss58()).equals(miner.ss58())) {
            return new Delivery.Delivered("another miner's instance");
        }
        InstanceEvent.Kind kind = kindOf(event);
        Optional<String> instanceId = data.optional("instance_id");
        Optional<Deployment> row = find(data.optional("config_id"), instanceId);
        if (row.isEmpty()) {
            return kind == InstanceEvent.Kind.DELETED
                    ? new Delivery.Delivered("no deployment of ours holds it any more")
                    : new Delivery.NotYet("no deployment holds that instance");
        }
        if (kind == InstanceEvent.Kind.CREATED) {
            // The events that follow name the instance alone, and may be here before the workflow wrote it down.
            deployments.setInstance(
                    row.get().deploymentId(), instanceId.orElse(null), null, null, null, event.receivedAt());
        }
        InstanceEvent told = new InstanceEvent(kind, instanceId.orElse(null), event.receivedAt());
        running.tellOrRevive(row.get(), workflow -> workflow.instanceEvent(told));
        return Delivery.DONE;
    }

    private Optional<Deployment> find(Optional<String> configId, Optional<String> instanceId) {
        if (configId.isEmpty() && instanceId.isEmpty()) {
            throw new BadEvent("both config_id and instance_id are missing");
        }
        return configId.flatMap(deployments::byConfigId).or(() -> instanceId.flatMap(deployments::byInstanceId));
    }

    private static InstanceEvent.Kind kindOf(InboxEvent event) {
        InstanceEvent.Kind kind = KINDS.get(event.reason());
        if (kind == null) {
            throw new BadEvent("the reason " + event.reason() + " says nothing of an instance");
        }
        return kind;
    }
}
