package dev.rigger.devnet.validator.routes;

import dev.rigger.devnet.validator.platform.Device;
import dev.rigger.devnet.validator.platform.Maintenance;
import dev.rigger.devnet.validator.platform.MaintenanceWindow;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.ServerRecord;
import dev.rigger.devnet.validator.verification.ServerAttestation;
import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.MinerGate;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.Reply;
import dev.rigger.devnet.validator.wire.Router;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /servers/...}: confidential servers and their maintenance; purpose {@code tee}. */
public final class ServerRoutes {
    private static final Duration NONCE_LIFE = Duration.ofMinutes(10);
    private static final String SERVER = "/servers/{name_or_id}";

    private final Platform platform;
    private final MinerGate gate;
    private final @Nullable ServerAttestation attestation;
    private final SecureRandom random = new SecureRandom();

    /** @param attestation null believes every server unseen */
    public ServerRoutes(Platform platform, MinerGate gate, @Nullable ServerAttestation attestation) {
        this.platform = platform;
        this.gate = gate;
        this.attestation = attestation;
    }

    /** Body of {@code POST /servers/}. */
    record Registration(
            @Nullable String host,
            @Nullable String id,
            @Nullable String name,
            @Nullable List<Device> gpus) {}

    public void addTo(Router router) {
        router.on("POST", "/servers/", this::register)
                .on("GET", "/servers/nonce", this::nonce)
                .on("GET", "/servers/tee/measurements", call -> Reply.json(measurements()))
                .on("GET", "/servers/maintenance/policy", this::policy)
                .on("GET", SERVER, this::details)
                .on("PATCH", SERVER, this::rename)
                .on("DELETE", SERVER, this::delete)
                .on("GET", SERVER + "/maintenance/preflight", this::preflight)
                .on("GET", SERVER + "/maintenance", this::status)
                .on("PUT", SERVER + "/maintenance", this::begin);
    }

    private Reply register(Call call) {
        String hotkey = gate.forBody(call);
        Registration body = call.json(Registration.class);
        if (body.id() == null || body.gpus() == null || body.gpus().isEmpty()) {
            throw new Refusal(422, "id and gpus are required");
        }
        if (attestation != null) {
            attestation.problem(body.host(), body.gpus()).ifPresent(wrong -> {
                throw new Refusal(403, "Server attestation failed: " + wrong);
            });
        }
        platform.servers().register(hotkey, body.id(), body.name(), body.host(), body.gpus());
        return Reply.json(201, Map.of("message", "Server registered successfully."));
    }

    private Reply delete(Call call) {
        String name = platform.servers().delete(miner(call), call.variable("name_or_id"));
        return Reply.json(Map.of("name", name, "message", "Server removed successfully"));
    }

    private Reply rename(Call call) {
        String name = call.query("server_name").orElseThrow(() -> new Refusal(422, "server_name is required"));
        ServerRecord server = platform.servers().rename(miner(call), call.variable("name_or_id"), name);
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("name", server.name());
        wire.put("ip", server.ip());
        wire.put("created_at", server.createdAt());
        wire.put("updated_at", server.updatedAt());
        return Reply.json(wire);
    }

    private Reply details(Call call) {
        String hotkey = miner(call);
        ServerRecord server = platform.servers().find(hotkey, call.variable("name_or_id"));
        Map<String, @Nullable Object> wire =
                MinerWire.server(server, platform.nodes().of(hotkey));
        Optional<MaintenanceWindow> window = platform.maintenance().window();
        wire.put(
                "maintenance_pending_window_id",
                server.maintenanceSince() == null
                        ? null
                        : window.map(MaintenanceWindow::id).orElse(null));
        window.ifPresent(open -> wire.put("target_version", open.targetMeasurementVersion()));
        return Reply.json(wire);
    }

    private Reply nonce(Call call) {
        if (call.query("miner_hotkey").isEmpty()) {
            throw new Refusal(422, "miner_hotkey is required");
        }
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("nonce", HexFormat.of().formatHex(bytes));
        wire.put("expires_at", platform.now().plus(NONCE_LIFE));
        return Reply.json(wire);
    }

    /** Where attestation is believed unseen, this one measurement stands for every image. */
    private List<Map<String, Object>> measurements() {
        if (attestation != null) {
            return attestation.measurements();
        }
        String register = "00".repeat(48);
        return List.of(Map.of(
                "version",
                "1.4.0",
                "name",
                "devnet",
                "mrtd",
                register,
                "rtmrs",
                Map.of("rtmr0", register, "rtmr1", register, "rtmr2", register, "rtmr3", register),
                "expected_gpus",
                List.of("h200"),
                "gpu_count",
                8));
    }

    private Reply policy(Call call) {
        String hotkey = miner(call);
        Optional<MaintenanceWindow> window = platform.maintenance().window();
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("active_window", window.orElse(null));
        wire.put("window_open", window.isPresent());
        wire.put("current_slots", platform.maintenance().slotsTaken(hotkey));
        wire.put(
                "servers",
                platform.servers().of(hotkey).stream().map(this::policy).toList());
        return Reply.json(wire);
    }

    private Map<String, @Nullable Object> policy(ServerRecord server) {
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("server_id", server.serverId());
        wire.put("name", server.name());
        wire.put("version", server.version());
        wire.put("needs_upgrade", platform.maintenance().needsUpgrade(server));
        wire.put("in_maintenance", server.maintenanceSince() != null);
        return wire;
    }

    private Reply preflight(Call call) {
        Maintenance.Preflight preflight = platform.maintenance().preflight(miner(call), call.variable("name_or_id"));
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("eligible", preflight.eligible());
        wire.put(
                "denial_reasons",
                preflight.denials().stream()
                        .map(denial -> denial(preflight, denial))
                        .toList());
        wire.put("blocking_chute_ids", preflight.blocking());
        wire.put("current_slots", preflight.slotsTaken());
        wire.put(
                "limit",
                preflight.window().map(MaintenanceWindow::maxConcurrentPerMiner).orElse(0));
        return Reply.json(wire);
    }

    private static Map<String, @Nullable Object> denial(Maintenance.Preflight preflight, Maintenance.Denial denial) {
        Optional<MaintenanceWindow> window = preflight.window();
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("reason", denial.reason());
        wire.put("current_version", preflight.server().version());
        wire.put(
                "target_version",
                window.map(MaintenanceWindow::targetMeasurementVersion).orElse(null));
        wire.put("window_id", window.map(MaintenanceWindow::id).orElse(null));
        wire.put("current_slots", preflight.slotsTaken());
        wire.put("limit", window.map(MaintenanceWindow::maxConcurrentPerMiner).orElse(0));
        wire.put("blocking", denial.blocking());
        return wire;
    }

    private Reply status(Call call) {
        ServerRecord server = platform.servers().find(miner(call), call.variable("name_or_id"));
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("maintenance_status", server.maintenanceSince() == null ? "none" : "maintenance");
        wire.put("awaiting_replacement", List.of());
        wire.put("pending_deadline", null);
        return Reply.json(wire);
    }

    private Reply begin(Call call) {
        Maintenance.Begun begun = platform.maintenance().begin(miner(call), call.variable("name_or_id"));
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("server_id", begun.server().serverId());
        wire.put("purged_instance_ids", begun.purged());
        wire.put("window", begun.window());
        return Reply.json(wire);
    }

    private String miner(Call call) {
        return gate.forPurpose(call, "tee");
    }
}
