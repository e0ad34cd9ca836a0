package dev.rigger.devnet.validator.routes;

import dev.rigger.devnet.validator.audit.Exports;
import dev.rigger.devnet.validator.platform.LaunchDesk;
import dev.rigger.devnet.validator.platform.NamedUuid;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.MinerGate;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.Reply;
import dev.rigger.devnet.validator.wire.Router;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /instances/...} for miners and auditors: launch tokens, ends, what instances were worth. */
public final class InstanceRoutes {
    private final Platform platform;
    private final MinerGate gate;
    private final Exports exports;

    public InstanceRoutes(Platform platform, MinerGate gate, Exports exports) {
        this.platform = platform;
        this.gate = gate;
        this.exports = exports;
    }

    public void addTo(Router router) {
        router.on("GET", "/instances/launch_config", this::launchConfig)
                .on("GET", "/instances/token_check", this::tokenCheck)
                .on("GET", "/instances/reconciliation_csv", call -> Reply.csv(exports.reconciliation()))
                .on("GET", "/instances/compute_history_csv", call -> Reply.csv(exports.computeHistory()))
                .on("DELETE", "/instances/{chute_id}/{instance_id}", this::delete)
                .on("POST", "/instances/{chute_id}/{instance_id}/disable", this::disable);
    }

    private Reply launchConfig(Call call) {
        String hotkey = gate.forPurpose(call, "launch");
        String chuteId = call.query("chute_id").orElseThrow(() -> new Refusal(422, "chute_id is required"));
        LaunchDesk.Wanted wanted = new LaunchDesk.Wanted(
                chuteId,
                call.query("job_id").orElse(null),
                call.query("server_id").orElse(null));
        return Reply.json(platform.launches().issue(hotkey, wanted));
    }

    /** Tells whether a call leaves from the address that its sender announced. */
    private Reply tokenCheck(Call call) {
        String salt = call.query("salt").map(s -> ":" + s).orElse("");
        return Reply.json(Map.of("token", NamedUuid.of(call.clientAddress() + ":devnet" + salt)));
    }

    private Reply delete(Call call) {
        String hotkey = gate.forPurpose(call, "instances");
        String instanceId = call.variable("instance_id");
        platform.instances().deleteByMiner(hotkey, call.variable("chute_id"), instanceId);
        return done(instanceId, "deleted");
    }

    private Reply disable(Call call) {
        String hotkey = gate.forPurpose(call, "instances");
        String instanceId = call.variable("instance_id");
        platform.instances().disableByMiner(hotkey, call.variable("chute_id"), instanceId);
        return done(instanceId, "disabled");
    }

    private static Reply done(String instanceId, String what) {
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("instance_id", instanceId);
        wire.put(what, true);
        return Reply.json(wire);
    }
}
