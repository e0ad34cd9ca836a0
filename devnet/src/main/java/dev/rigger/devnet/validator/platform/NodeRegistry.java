package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.wire.Refusal;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** GPUs: announced, verified, withdrawn. A uuid belongs to at most one miner. */
public final class NodeRegistry {
    private final Ledger ledger;
    private final NodeAdmission admission;
    private final ServerRegistry servers;
    private final Announcer announcer;
    private final SecureRandom random;
    private final InstantSource clock;

    NodeRegistry(
            Ledger ledger,
            NodeAdmission admission,
            ServerRegistry servers,
            Announcer announcer,
            SecureRandom random,
            InstantSource clock) {
        this.ledger = ledger;
        this.admission = admission;
        this.servers = servers;
        this.announcer = announcer;
        this.random = random;
        this.clock = clock;
    }

    /** An accepted announcement and the task that its verification is. */
    public record Accepted(VerificationTask task, List<NodeRecord> nodes) {}

    /** {@code POST /nodes/}. With {@code skip} nothing is verified: the task is over at once. */
    public Accepted announce(String hotkey, Announcement announcement, boolean skip) {
        List<Device> devices = announcement.nodes();
        String serverId = announcement.serverId();
        if (devices == null || devices.isEmpty() || serverId == null) {
            throw new Refusal(422, "server_id and nodes are required");
        }
        return ledger.change(state -> {
            admission.check(state, hotkey, devices, false);
            long seed = random.nextLong(1, Long.MAX_VALUE);
            List<NodeRecord> nodes = devices.stream()
                    .map(device -> record(hotkey, serverId, seed, device))
                    .toList();
            nodes.forEach(node -> admission.put(state, node));
            servers.put(
                    state,
                    hotkey,
                    serverId,
                    announcement.serverName(),
                    devices.getFirst().verificationHost(),
                    null);
            VerificationTask task = new VerificationTask(
                    hotkey + "::" + (skip ? "skip" : UUID.randomUUID()),
                    hotkey,
                    serverId,
                    nodes.stream().map(NodeRecord::uuid).toList(),
                    "pending",
                    null);
            state.tasks().put(task.taskId(), task);
            if (skip) {
                ended(state, task, null);
            }
            return new Accepted(task, nodes);
        });
    }

    /** The verification's end: an error text, or null when every GPU passed. */
    public void verified(String taskId, @Nullable String error) {
        ledger.change(state -> {
            VerificationTask task = state.tasks().get(taskId);
            if (task != null && task.pending()) {
                ended(state, task, error);
            }
            return null;
        });
    }

    public Optional<VerificationTask> task(String taskId) {
        return ledger.read(state -> Optional.ofNullable(state.tasks().get(taskId)));
    }

    /** Tasks that a restart interrupted. */
    public List<VerificationTask> pending() {
        return ledger.read(state -> state.tasks().values().stream()
                .filter(VerificationTask::pending)
                .toList());
    }

    public List<NodeRecord> of(String hotkey) {
        return ledger.read(state -> state.nodes().values().stream()
                .filter(node -> node.minerHotkey().equals(hotkey))
                .toList());
    }

    public List<NodeRecord> all() {
        return ledger.read(state -> List.copyOf(state.nodes().values()));
    }

    /** Its instance goes with it; 404 for one that is not the miner's. */
    public void delete(String hotkey, String uuid) {
        ledger.change(state -> {
            NodeRecord node = state.nodes().get(uuid);
            if (node == null || !node.minerHotkey().equals(hotkey)) {
                throw new Refusal(404, "Node with uuid=" + uuid + " not found");
            }
            servers.withdraw(state, node);
            return null;
        });
    }

    private void ended(PlatformState state, VerificationTask task, @Nullable String error) {
        state.tasks().put(task.taskId(), task.ended(error == null ? "verified" : "failed", error));
        for (String uuid : task.uuids()) {
            NodeRecord node = state.nodes().get(uuid);
            if (node == null) {
                continue;
            }
            state.nodes().put(uuid, error == null ? node.verified(clock.instant()) : node.failed(error));
            if (error == null) {
                announcer.tell(
                        task.minerHotkey(), "gpu_verified", Map.of("gpu_id", uuid, "miner_hotkey", task.minerHotkey()));
            }
        }
    }

    private NodeRecord record(String hotkey, String serverId, long seed, Device device) {
        return NodeRecord.announced(device, seed, hotkey, serverId, clock.instant());
    }
}
