package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.wire.Refusal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** GPUs and their hosts: announced, verified, withdrawn. A uuid belongs to at most one miner. */
public final class NodeRegistry {
    private static final int MOST_GPUS_A_SERVER = 10;

    private final Ledger ledger;
    private final GpuCatalogue catalogue;
    private final Announcer announcer;
    private final InstanceRegistry instances;
    private final SecureRandom random;
    private final InstantSource clock;

    NodeRegistry(
            Ledger ledger,
            GpuCatalogue catalogue,
            Announcer announcer,
            InstanceRegistry instances,
            SecureRandom random,
            InstantSource clock) {
        this.ledger = ledger;
        this.catalogue = catalogue;
        this.announcer = announcer;
        this.instances = instances;
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
            refuse(state, hotkey, devices);
            long seed = 1 + (random.nextLong() >>> 1) % (Long.MAX_VALUE - 1);
            List<NodeRecord> nodes = devices.stream()
                    .map(device -> record(hotkey, serverId, seed, device))
                    .toList();
            nodes.forEach(node -> state.nodes().put(node.uuid(), node));
            state.servers()
                    .put(
                            serverId,
                            new ServerRecord(
                                    serverId,
                                    hotkey,
                                    ChuteOrder.orElse(announcement.serverName(), serverId),
                                    devices.get(0).verificationHost(),
                                    false,
                                    clock.instant()));
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

    /** {@code POST /servers/}: the platform's attestation is taken as given; final, without a task. */
    public void register(
            String hotkey, String serverId, @Nullable String name, @Nullable String host, List<Device> gpus) {
        ledger.change(state -> {
            refuse(state, hotkey, gpus);
            boolean addressKnown = state.servers().values().stream().anyMatch(s -> host != null && host.equals(s.ip()));
            if (addressKnown) {
                throw new Refusal(409, "Server with IP " + host + " exists already");
            }
            gpus.stream()
                    .map(gpu -> record(hotkey, serverId, 0, gpu).verified(clock.instant()))
                    .forEach(node -> state.nodes().put(node.uuid(), node));
            state.servers()
                    .put(
                            serverId,
                            new ServerRecord(
                                    serverId, hotkey, ChuteOrder.orElse(name, serverId), host, true, clock.instant()));
            return null;
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

    public List<ServerRecord> serversOf(String hotkey) {
        return ledger.read(state -> state.servers().values().stream()
                .filter(server -> server.minerHotkey().equals(hotkey))
                .toList());
    }

    public void delete(String hotkey, String uuid) {
        ledger.change(state -> {
            NodeRecord node = state.nodes().get(uuid);
            if (node == null || !node.minerHotkey().equals(hotkey)) {
                throw new Refusal(404, "Node with uuid=" + uuid + " not found");
            }
            remove(state, node);
            return null;
        });
    }

    /** Its GPUs go with it; answers its name. */
    public String deleteServer(String hotkey, String nameOrId) {
        return ledger.change(state -> {
            ServerRecord server = state.servers().values().stream()
                    .filter(s -> s.minerHotkey().equals(hotkey))
                    .filter(s -> s.serverId().equals(nameOrId) || s.name().equals(nameOrId))
                    .findFirst()
                    .orElseThrow(() -> new Refusal(404, "Server not found: " + nameOrId));
            List.copyOf(state.nodes().values()).stream()
                    .filter(node -> node.serverId().equals(server.serverId()))
                    .forEach(node -> remove(state, node));
            state.servers().remove(server.serverId());
            return server.name();
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

    private void remove(PlatformState state, NodeRecord node) {
        state.nodes().remove(node.uuid());
        instances.deleteWhere(state, instance -> instance.gpuUuids().contains(node.uuid()));
    }

    private void refuse(PlatformState state, String hotkey, List<Device> devices) {
        String banned = state.blacklist().get(hotkey);
        if (banned != null) {
            throw new Refusal(403, "Your hotkey has been blacklisted: " + banned);
        }
        if (devices.size() > MOST_GPUS_A_SERVER) {
            throw new Refusal(400, "At most " + MOST_GPUS_A_SERVER + " nodes a server, got " + devices.size());
        }
        List<String> known = devices.stream()
                .map(Device::uuid)
                .filter(state.nodes()::containsKey)
                .toList();
        if (!known.isEmpty()) {
            throw new Refusal(409, "Nodes already exist in inventory, please contact the operator: " + known);
        }
        devices.forEach(device -> {
            refuseHost(device.verificationHost());
            catalogue.validate(device);
        });
    }

    /** Any address that resolves will do here, loopback included: simulated servers live there. */
    private static void refuseHost(@Nullable String host) {
        try {
            if (host == null || host.isBlank()) {
                throw new UnknownHostException("no verification_host");
            }
            var unused = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new Refusal(400, "verification_host cannot be resolved: " + host);
        }
    }

    private NodeRecord record(String hotkey, String serverId, long seed, Device device) {
        return new NodeRecord(
                device,
                seed,
                hotkey,
                ChuteOrder.orElse(device.gpuIdentifier(), ""),
                serverId,
                clock.instant(),
                null,
                null);
    }
}
