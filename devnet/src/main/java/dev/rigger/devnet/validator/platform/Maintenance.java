package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.wire.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Upgrades of confidential servers: within a window, so many of a miner at once, never the last copy of a chute. */
public final class Maintenance {
    private final Ledger ledger;
    private final InstanceRegistry instances;
    private final InstantSource clock;

    Maintenance(Ledger ledger, InstanceRegistry instances, InstantSource clock) {
        this.ledger = ledger;
        this.instances = instances;
        this.clock = clock;
    }

    /** Why a server may not, besides the chutes that it would leave without a copy. */
    public record Denial(String reason, boolean blocking) {}

    /** A copy that nobody else runs. */
    public record Blocking(String chuteId, String instanceId) {}

    public record Preflight(
            ServerRecord server,
            Optional<MaintenanceWindow> window,
            List<Denial> denials,
            List<Blocking> blocking,
            int slotsTaken) {
        public boolean eligible() {
            return denials.stream().noneMatch(Denial::blocking);
        }
    }

    /** What {@code PUT} did. */
    public record Begun(ServerRecord server, MaintenanceWindow window, List<String> purged) {}

    /** Opens a window from now on, in place of any other. */
    public MaintenanceWindow open(String targetVersion, Duration length, int mostOfAMiner) {
        return ledger.change(state -> {
            Instant now = clock.instant();
            MaintenanceWindow window = new MaintenanceWindow(
                    UUID.randomUUID().toString(), targetVersion, now, now.plus(length), mostOfAMiner);
            state.windows().add(window);
            return window;
        });
    }

    public Optional<MaintenanceWindow> window() {
        return ledger.read(this::window);
    }

    public boolean needsUpgrade(ServerRecord server) {
        return ledger.read(state -> needsUpgrade(state, server));
    }

    public int slotsTaken(String hotkey) {
        return ledger.read(state -> slotsTaken(state, hotkey));
    }

    public Preflight preflight(String hotkey, String nameOrId) {
        return ledger.read(state -> preflight(state, ServerRegistry.find(state, hotkey, nameOrId)));
    }

    /** Takes the server out: its instances end, its slot is taken. Refuses with 409 what the preflight refuses. */
    public Begun begin(String hotkey, String nameOrId) {
        return ledger.change(state -> {
            Preflight preflight = preflight(state, ServerRegistry.find(state, hotkey, nameOrId));
            if (!preflight.eligible()) {
                throw new Refusal(
                        409,
                        "Maintenance refused: "
                                + preflight.denials().stream()
                                        .map(Denial::reason)
                                        .toList());
            }
            ServerRecord server = preflight.server().inMaintenance(clock.instant());
            state.servers().put(server.serverId(), server);
            List<String> purged =
                    copiesOn(state, server).stream().map(Instance::instanceId).toList();
            instances.endWhere(state, instance -> purged.contains(instance.instanceId()), EndReason.MAINTENANCE);
            return new Begun(server, preflight.window().orElseThrow(), purged);
        });
    }

    /** The server is back, with that version; the slot is free again. */
    public void finish(String serverId, String version) {
        ledger.change(state -> {
            ServerRecord server = state.servers().get(serverId);
            if (server == null) {
                throw new Refusal(404, "Server not found: " + serverId);
            }
            return state.servers().put(serverId, server.upgraded(version, clock.instant()));
        });
    }

    private Preflight preflight(PlatformState state, ServerRecord server) {
        List<Denial> denials = new ArrayList<>();
        Optional<MaintenanceWindow> window = window(state);
        int taken = slotsTaken(state, server.minerHotkey());
        if (window.isEmpty()) {
            denials.add(new Denial("no_active_window", true));
        } else if (!needsUpgrade(state, server)) {
            denials.add(new Denial("already_at_target_version", true));
        } else if (taken >= window.get().maxConcurrentPerMiner()) {
            denials.add(new Denial("concurrency_limit", true));
        }
        if (server.maintenanceSince() != null) {
            denials.add(new Denial("already_in_maintenance", true));
        }
        List<Blocking> blocking = copiesOn(state, server).stream()
                .filter(instance -> instance.active() && state.activeOf(instance.chuteId()) == 1)
                .map(instance -> new Blocking(instance.chuteId(), instance.instanceId()))
                .toList();
        if (!blocking.isEmpty()) {
            denials.add(new Denial("sole_survivor", true));
        }
        return new Preflight(server, window, denials, blocking, taken);
    }

    private Optional<MaintenanceWindow> window(PlatformState state) {
        Instant now = clock.instant();
        @Nullable
        MaintenanceWindow latest =
                state.windows().isEmpty() ? null : state.windows().getLast();
        return Optional.ofNullable(latest)
                .filter(window ->
                        now.isBefore(window.upgradeWindowEnd()) && !now.isBefore(window.upgradeWindowStart()));
    }

    private boolean needsUpgrade(PlatformState state, ServerRecord server) {
        return server.isTee()
                && window(state)
                        .filter(window -> !Objects.equals(window.targetMeasurementVersion(), server.version()))
                        .isPresent();
    }

    private static int slotsTaken(PlatformState state, String hotkey) {
        return (int) ServerRegistry.of(state, hotkey).stream()
                .filter(server -> server.maintenanceSince() != null)
                .count();
    }

    private static List<Instance> copiesOn(PlatformState state, ServerRecord server) {
        return state.instances().values().stream()
                .filter(instance -> {
                    NodeRecord node = state.nodes().get(instance.gpuUuids().getFirst());
                    return node != null && node.serverId().equals(server.serverId());
                })
                .toList();
    }
}
