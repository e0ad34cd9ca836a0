package dev.rigger.devnet.validator.routes;

import dev.rigger.devnet.validator.platform.Announcement;
import dev.rigger.devnet.validator.platform.NodeRecord;
import dev.rigger.devnet.validator.platform.NodeRegistry;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.VerificationTask;
import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.MinerGate;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.Reply;
import dev.rigger.devnet.validator.wire.Router;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code /nodes/...}: GPUs are announced, verified and withdrawn. */
public final class NodeRoutes {
    private final Platform platform;
    private final MinerGate gate;
    private final @Nullable Consumer<VerificationTask> verification;

    /** @param verification starts a task's verification; null accepts every announcement unseen */
    public NodeRoutes(Platform platform, MinerGate gate, @Nullable Consumer<VerificationTask> verification) {
        this.platform = platform;
        this.gate = gate;
        this.verification = verification;
    }

    public void addTo(Router router) {
        router.on("POST", "/nodes/", this::announce)
                .on("GET", "/nodes/", call -> Reply.json(counts()))
                .on(
                        "GET",
                        "/nodes/supported",
                        call -> Reply.json(platform.catalogue().entries()))
                .on("GET", "/nodes/verification_status", this::status)
                .on("DELETE", "/nodes/{uuid}", this::delete);
    }

    private Reply announce(Call call) {
        String hotkey = gate.forBody(call);
        Consumer<VerificationTask> verify = verification;
        Announcement announcement = call.json(Announcement.class);
        if (platform.rules().wire().nodesNameServer() && announcement.serverName() == null) {
            throw new Refusal(422, "server_name is required");
        }
        NodeRegistry.Accepted accepted = platform.nodes().announce(hotkey, announcement, verify == null);
        if (verify != null) {
            verify.accept(accepted.task());
        }
        return Reply.json(
                202,
                Map.of(
                        "nodes",
                        accepted.nodes().stream()
                                .map(node -> MinerWire.node(node, platform.catalogue()))
                                .toList(),
                        "task_id",
                        accepted.task().taskId()));
    }

    private Reply status(Call call) {
        String hotkey = gate.forPurpose(call, "graval");
        String taskId = call.query("task_id").orElse("");
        if (!taskId.startsWith(hotkey + "::")) {
            throw new Refusal(401, "Task belongs to another miner");
        }
        VerificationTask task = platform.nodes()
                .task(taskId)
                .orElseThrow(() -> new Refusal(404, "Verification task not found: " + taskId));
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("status", task.status());
        if (task.detail() != null) {
            wire.put("detail", task.detail());
        }
        return Reply.json(wire);
    }

    private Reply delete(Call call) {
        String uuid = call.variable("uuid");
        platform.nodes().delete(gate.forPurpose(call, "nodes"), uuid);
        return Reply.json(Map.of("node_id", uuid, "deleted", true));
    }

    private Map<String, Object> counts() {
        Map<String, Integer> provisioned = new TreeMap<>();
        Map<String, Integer> idle = new TreeMap<>();
        for (NodeRecord node : platform.nodes().all()) {
            boolean busy = platform.instances().all().stream()
                    .anyMatch(instance -> instance.gpuUuids().contains(node.uuid()));
            provisioned.merge(node.gpuIdentifier(), 1, Integer::sum);
            idle.merge(node.gpuIdentifier(), busy ? 0 : 1, Integer::sum);
        }
        Map<String, Object> wire = new TreeMap<>();
        provisioned.forEach(
                (type, count) -> wire.put(type, Map.of("provisioned", count, "idle", idle.getOrDefault(type, 0))));
        return wire;
    }
}
