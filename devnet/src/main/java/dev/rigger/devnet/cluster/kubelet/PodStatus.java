package dev.rigger.devnet.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.cluster.programs.Program;
import dev.rigger.devnet.cluster.store.ObjectStore;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/** Writes one pod's status, container by container; a pod that is gone or replaced is left alone. */
final class PodStatus {
    private final Pods pods;
    private final InstantSource clock;
    private final String namespace;
    private final String name;
    private final String uid;

    PodStatus(Pods pods, InstantSource clock, JsonNode pod) {
        this.pods = pods;
        this.clock = clock;
        this.namespace = ObjectStore.namespaceOf(pod);
        this.name = ObjectStore.nameOf(pod);
        this.uid = ObjectStore.uidOf(pod);
    }

    void scheduled(String hostIp) {
        edit(pod -> {
            ObjectNode status = pod.withObject("/status");
            status.put("phase", "Pending")
                    .put("startTime", now())
                    .put("hostIP", hostIp)
                    .put("podIP", hostIp);
            status.putArray("conditions")
                    .addObject()
                    .put("type", "PodScheduled")
                    .put("status", "True");
            pod.at("/spec/initContainers").forEach(c -> waiting(entry(pod, c, true), "PodInitializing", ""));
            pod.at("/spec/containers").forEach(c -> waiting(entry(pod, c, false), "ContainerCreating", ""));
        });
    }

    void waiting(JsonNode container, boolean init, String reason, String message) {
        edit(pod -> waiting(entry(pod, container, init), reason, message));
    }

    void running(JsonNode container, boolean init) {
        edit(pod -> {
            ObjectNode entry = entry(pod, container, init);
            entry.putObject("state").putObject("running").put("startedAt", now());
            entry.put("started", true);
            if (!init) {
                pod.withObject("/status").put("phase", "Running");
            }
        });
    }

    void ready(JsonNode container) {
        edit(pod -> {
            entry(pod, container, false).put("ready", true);
            ArrayNode conditions = pod.withObject("/status").putArray("conditions");
            conditions.addObject().put("type", "PodScheduled").put("status", "True");
            conditions.addObject().put("type", "ContainersReady").put("status", "True");
            conditions.addObject().put("type", "Ready").put("status", "True");
        });
    }

    void terminated(JsonNode container, boolean init, Program.Exit exit) {
        edit(pod -> terminate(pod, container, init, exit));
    }

    /** A container that ended because of that. */
    void killed(JsonNode container, Program.Exit exit, Death death) {
        edit(pod -> {
            terminate(pod, container, false, exit);
            switch (death) {
                case SIGNAL -> {}
                case OUT_OF_MEMORY ->
                    ((ObjectNode) entry(pod, container, false).at("/state/terminated")).put("reason", "OOMKilled");
                case EVICTION ->
                    pod.withObject("/status")
                            .put("reason", "Evicted")
                            .put("message", "The node was low on resource: ephemeral-storage.");
            }
        });
    }

    private void terminate(ObjectNode pod, JsonNode container, boolean init, Program.Exit exit) {
        ObjectNode entry = entry(pod, container, init);
        entry.put("ready", false).put("started", false);
        ObjectNode terminated = entry.putObject("state").putObject("terminated");
        terminated.put("exitCode", exit.code()).put("reason", exit.code() == 0 ? "Completed" : "Error");
        terminated.put("finishedAt", now());
        if (!exit.message().isEmpty()) {
            terminated.put("message", exit.message());
        }
        if (!init || exit.code() != 0) {
            ObjectNode status = pod.withObject("/status");
            status.put("phase", exit.code() == 0 ? "Succeeded" : "Failed");
            status.putArray("conditions").addObject().put("type", "Ready").put("status", "False");
        }
    }

    void annotate(String key) {
        edit(pod -> pod.withObject("/metadata").withObject("annotations").put(key, "true"));
    }

    /** Takes the pod away when somebody deleted it. */
    void removeIfDeleting() {
        pods.find(namespace, name)
                .filter(pod -> pod.at("/metadata/deletionTimestamp").isTextual())
                .filter(pod -> ObjectStore.uidOf(pod).equals(uid))
                .ifPresent(pods::remove);
    }

    private void edit(Consumer<ObjectNode> change) {
        pods.update(namespace, name, pod -> {
            if (ObjectStore.uidOf(pod).equals(uid)) {
                change.accept(pod);
            }
        });
    }

    private static void waiting(ObjectNode entry, String reason, String message) {
        ObjectNode waiting = entry.putObject("state").putObject("waiting").put("reason", reason);
        if (!message.isEmpty()) {
            waiting.put("message", message);
        }
    }

    private static ObjectNode entry(ObjectNode pod, JsonNode container, boolean init) {
        ArrayNode all = pod.withObject("/status").withArray(init ? "initContainerStatuses" : "containerStatuses");
        String name = container.path("name").asText();
        for (JsonNode present : all) {
            if (present.path("name").asText().equals(name)) {
                return (ObjectNode) present;
            }
        }
        ObjectNode entry = all.addObject()
                .put("name", name)
                .put("image", container.path("image").asText());
        entry.put("ready", false).put("restartCount", 0).putObject("lastState");
        return entry;
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
