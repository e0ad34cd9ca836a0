package dev.rigger.devnet.validator.routes;

import dev.rigger.devnet.validator.platform.ChuteDefinition;
import dev.rigger.devnet.validator.platform.ClaimDesk;
import dev.rigger.devnet.validator.platform.ClaimRequest;
import dev.rigger.devnet.validator.platform.LaunchConfig.EnvType;
import dev.rigger.devnet.validator.platform.NamedUuid;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.ProofDesk;
import dev.rigger.devnet.validator.platform.ProofRequest;
import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.MinerGate;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.Reply;
import dev.rigger.devnet.validator.wire.Router;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code /instances/...}: launch configs for miners, and the calls of their pods, which carry the launch token in
 * {@code Authorization}.
 */
public final class InstanceRoutes {
    private static final String CONFIG = "/instances/launch_config/{config_id}";

    private final Platform platform;
    private final MinerGate gate;
    private final String validatorKey;

    /** @param validatorKey the validator's public key in hex */
    public InstanceRoutes(Platform platform, MinerGate gate, String validatorKey) {
        this.platform = platform;
        this.gate = gate;
        this.validatorKey = validatorKey;
    }

    public void addTo(Router router) {
        router.on("GET", "/instances/launch_config", this::launchConfig)
                .on("GET", "/instances/token_check", this::tokenCheck)
                .on("GET", CONFIG + "/nonce", this::nonce)
                .on("GET", CONFIG + "/activate", this::activate)
                .on("POST", CONFIG + "/graval", this::claim)
                .on("PUT", CONFIG + "/graval", this::prove)
                .on("POST", CONFIG, this::claim)
                .on("PUT", CONFIG, this::prove)
                .on("DELETE", "/instances/{chute_id}/{instance_id}", this::delete)
                .on("POST", "/instances/{chute_id}/{instance_id}/disable", this::disable);
    }

    private Reply launchConfig(Call call) {
        String hotkey = gate.forPurpose(call, "launch");
        if (call.query("job_id").isPresent()) {
            throw new Refusal(404, "Job not found: " + call.query("job_id").orElse(""));
        }
        String chuteId = call.query("chute_id").orElseThrow(() -> new Refusal(422, "chute_id is required"));
        return Reply.json(platform.launches().issue(hotkey, chuteId));
    }

    private Reply tokenCheck(Call call) {
        String salt = call.query("salt").map(s -> ":" + s).orElse("");
        return Reply.json(Map.of("token", NamedUuid.of(call.clientAddress() + ":devnet" + salt)));
    }

    private Reply nonce(Call call) {
        return Reply.text(platform.launches().nonce(call.variable("config_id"), token(call, 400)));
    }

    private Reply claim(Call call) {
        ClaimDesk.Claimed claimed = platform.claims()
                .claim(call.variable("config_id"), token(call, 401), EnvType.GRAVAL, call.json(ClaimRequest.class));
        return Reply.json(WireObjects.claimed(claimed, validatorKey));
    }

    private Reply prove(Call call) {
        String configId = call.variable("config_id");
        ProofDesk.Proven proven =
                platform.proofs().prove(configId, token(call, 401), EnvType.GRAVAL, call.json(ProofRequest.class));
        ChuteDefinition chute = proven.chute();
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("chute_id", chute.chuteId());
        wire.put("instance_id", proven.instance().instanceId());
        wire.put("verified_at", proven.verifiedAt());
        wire.put("code", chute.code());
        wire.put("secrets", Map.of("PYTHONDONTWRITEBYTECODE", "1"));
        wire.put("activation_url", platform.launches().url(configId) + "/activate");
        return Reply.json(wire);
    }

    private Reply activate(Call call) {
        platform.activations().activate(call.variable("config_id"), token(call, 401));
        return Reply.json(Map.of("ok", true));
    }

    private Reply delete(Call call) {
        String hotkey = gate.forPurpose(call, "instances");
        String instanceId = call.variable("instance_id");
        platform.instances().deleteByMiner(hotkey, call.variable("chute_id"), instanceId);
        return Reply.json(Map.of("instance_id", instanceId, "deleted", true));
    }

    private Reply disable(Call call) {
        String hotkey = gate.forPurpose(call, "instances");
        String instanceId = call.variable("instance_id");
        platform.instances().disableByMiner(hotkey, call.variable("chute_id"), instanceId);
        return Reply.json(Map.of("instance_id", instanceId, "disabled", true));
    }

    private static String token(Call call, int statusWithout) {
        String header = call.header("authorization")
                .orElseThrow(() -> new Refusal(statusWithout, "Launch token is missing"))
                .trim();
        return header.substring(header.lastIndexOf(' ') + 1);
    }
}
