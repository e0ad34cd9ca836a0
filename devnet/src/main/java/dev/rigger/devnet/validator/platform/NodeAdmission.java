package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.wire.Refusal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether announced GPUs are let into the inventory; refuses in the platform's order. */
final class NodeAdmission {
    private static final int MOST_GPUS_A_SERVER = 10;
    private static final int SIGHTINGS_OF_A_HOPPER = 3;
    private static final Duration HOPPING_WINDOW = Duration.ofHours(24);

    private final GpuCatalogue catalogue;
    private final Invariants invariants;
    private final InstantSource clock;

    NodeAdmission(GpuCatalogue catalogue, Invariants invariants, InstantSource clock) {
        this.catalogue = catalogue;
        this.invariants = invariants;
        this.clock = clock;
    }

    /** @param attested whether they are a confidential machine's, which does not tell their processors */
    void check(PlatformState state, String hotkey, List<Device> devices, boolean attested) {
        Miners.refuseBlacklisted(state, hotkey);
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
        devices.forEach(device -> refuseHopper(state, hotkey, device.uuid()));
        devices.forEach(device -> {
            refuseHost(device.verificationHost());
            catalogue.validate(device, attested);
        });
    }

    /** Takes it in. */
    void put(PlatformState state, NodeRecord node) {
        state.nodes().put(node.uuid(), node);
        invariants.announced(state, node);
        List<Sighting> seen = new ArrayList<>(state.sightings().getOrDefault(node.uuid(), List.of()));
        seen.add(new Sighting(node.minerHotkey(), clock.instant()));
        state.sightings().put(node.uuid(), seen);
    }

    /** A GPU that moves between miners again and again within a day. */
    private void refuseHopper(PlatformState state, String hotkey, String uuid) {
        Instant since = clock.instant().minus(HOPPING_WINDOW);
        List<Sighting> seen = new ArrayList<>(state.sightings().getOrDefault(uuid, List.of()));
        seen.removeIf(sighting -> sighting.at().isBefore(since));
        if (!seen.isEmpty() && seen.getLast().hotkey().equals(hotkey)) {
            seen.removeLast();
        }
        Set<String> miners = seen.stream().map(Sighting::hotkey).collect(Collectors.toSet());
        if (seen.size() >= SIGHTINGS_OF_A_HOPPER && miners.size() >= 2) {
            throw new Refusal(429, "GPU " + uuid + " was announced by several miners within a day: wait a day.");
        }
    }

    /** Any address that resolves will do here, loopback included: simulated servers live there. */
    static void refuseHost(@Nullable String host) {
        try {
            if (host == null || host.isBlank()) {
                throw new UnknownHostException("no verification_host");
            }
            var unused = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new Refusal(400, "verification_host cannot be resolved: " + host);
        }
    }
}
