package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.wire.Refusal;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** GPU hosts: known by their announcement, or registered as confidential servers whose attestation is believed. */
public final class ServerRegistry {
    /** The image that a confidential server is taken to run when nobody said which. */
    static final String CURRENT_VERSION = "1.4.0";

    private final Ledger ledger;
    private final NodeAdmission admission;
    private final Invariants invariants;
    private final InstanceRegistry instances;
    private final InstantSource clock;
    private volatile boolean attestationFails;

    ServerRegistry(
            Ledger ledger,
            NodeAdmission admission,
            Invariants invariants,
            InstanceRegistry instances,
            InstantSource clock) {
        this.ledger = ledger;
        this.admission = admission;
        this.invariants = invariants;
        this.instances = instances;
        this.clock = clock;
    }

    /** Whether every attestation from now on fails; they are believed unseen otherwise. */
    public void failAttestations(boolean fail) {
        attestationFails = fail;
    }

    /** {@code POST /servers/}: final, without a task. */
    public void register(
            String hotkey, String serverId, @Nullable String name, @Nullable String host, List<Device> gpus) {
        ledger.change(state -> {
            admission.check(state, hotkey, gpus, true);
            NodeAdmission.refuseHost(host);
            if (state.servers().values().stream().anyMatch(server -> Objects.equals(host, server.ip()))) {
                throw new Refusal(409, "Server with IP " + host + " exists already");
            }
            if (attestationFails) {
                throw new Refusal(403, "Server attestation failed: no known measurement matches its quote");
            }
            gpus.forEach(gpu -> admission.put(
                    state,
                    NodeRecord.announced(gpu, 0, hotkey, serverId, clock.instant())
                            .verified(clock.instant())));
            put(state, hotkey, serverId, name, host, CURRENT_VERSION);
            return null;
        });
    }

    public List<ServerRecord> of(String hotkey) {
        return ledger.read(state -> of(state, hotkey));
    }

    /** One of the miner's; refuses with 404. */
    public ServerRecord find(String hotkey, String nameOrId) {
        return ledger.read(state -> find(state, hotkey, nameOrId));
    }

    public ServerRecord rename(String hotkey, String nameOrId, String newName) {
        return ledger.change(state -> {
            ServerRecord renamed = find(state, hotkey, nameOrId).renamed(newName, clock.instant());
            state.servers().put(renamed.serverId(), renamed);
            return renamed;
        });
    }

    /** Its GPUs and their instances go with it; answers its name. */
    public String delete(String hotkey, String nameOrId) {
        return ledger.change(state -> {
            ServerRecord server = find(state, hotkey, nameOrId);
            List.copyOf(state.nodes().values()).stream()
                    .filter(node -> node.serverId().equals(server.serverId()))
                    .forEach(node -> withdraw(state, node));
            state.servers().remove(server.serverId());
            return server.name();
        });
    }

    void put(
            PlatformState state,
            String hotkey,
            String serverId,
            @Nullable String name,
            @Nullable String host,
            @Nullable String version) {
        ServerRecord server = new ServerRecord(
                serverId,
                hotkey,
                ChuteOrder.orElse(name, serverId),
                host,
                version != null,
                version,
                clock.instant(),
                null,
                null);
        state.servers().put(serverId, server);
    }

    void withdraw(PlatformState state, NodeRecord node) {
        state.nodes().remove(node.uuid());
        invariants.withdrawn(node);
        instances.endWhere(state, instance -> instance.gpuUuids().contains(node.uuid()), EndReason.GPU_WITHDRAWN);
    }

    static List<ServerRecord> of(PlatformState state, String hotkey) {
        return state.servers().values().stream()
                .filter(server -> server.minerHotkey().equals(hotkey))
                .toList();
    }

    static ServerRecord find(PlatformState state, String hotkey, String nameOrId) {
        Optional<ServerRecord> found = of(state, hotkey).stream()
                .filter(server ->
                        server.serverId().equals(nameOrId) || server.name().equals(nameOrId))
                .findFirst();
        return found.orElseThrow(() -> new Refusal(404, "Server not found: " + nameOrId));
    }
}
