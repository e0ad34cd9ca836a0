package dev.rigger.devnet.validator.routes;

import dev.rigger.devnet.validator.platform.ChuteDefinition;
import dev.rigger.devnet.validator.platform.ClaimDesk;
import dev.rigger.devnet.validator.platform.Device;
import dev.rigger.devnet.validator.platform.ImageRecord;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.NodeRecord;
import dev.rigger.devnet.validator.platform.Platform.ChuteStanding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The platform's objects as they travel; field names are the wire's. */
final class WireObjects {
    private static final String OWNER = "devnet-operator";

    private WireObjects() {}

    static Map<String, @Nullable Object> chute(ChuteStanding standing) {
        ChuteDefinition chute = standing.chute();
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("chute_id", chute.chuteId());
        wire.put("user_id", OWNER);
        wire.put("name", chute.username() + "/" + chute.name());
        wire.put("tagline", "");
        wire.put("readme", "");
        wire.put("image_id", chute.imageId());
        wire.put("public", chute.open());
        wire.put("standard_template", null);
        wire.put("cords", List.of(cord()));
        wire.put("jobs", List.of());
        wire.put("node_selector", selector(standing));
        wire.put("slug", chute.username() + "-" + chute.name());
        wire.put("code", chute.code());
        wire.put("filename", chute.filename());
        wire.put("ref_str", chute.refStr());
        wire.put("version", chute.version());
        wire.put("concurrency", chute.concurrency());
        wire.put("boost", chute.boost());
        wire.put("chutes_version", chute.chutesVersion());
        wire.put("created_at", chute.createdAt());
        wire.put("updated_at", chute.updatedAt());
        wire.put("allow_external_egress", false);
        wire.put("encrypted_fs", false);
        wire.put("tee", chute.tee());
        wire.put("disabled", chute.disabled());
        wire.put("supported_gpus", chute.supportedGpus());
        wire.put("preemptible", chute.open());
        wire.put("image", chute.image());
        wire.put("effective_compute_multiplier", standing.multiplier());
        wire.put("compute_multiplier_factors", standing.factors());
        wire.put("bounty", null);
        return wire;
    }

    static Map<String, @Nullable Object> image(ImageRecord image) {
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("image_id", image.imageId());
        wire.put("user_id", OWNER);
        wire.put("name", image.name());
        wire.put("tag", image.tag());
        wire.put("public", true);
        wire.put("status", "built and pushed");
        wire.put("created_at", image.createdAt());
        wire.put("chutes_version", image.chutesVersion());
        wire.put("patch_version", image.patchVersion());
        wire.put("username", image.username());
        return wire;
    }

    static Map<String, @Nullable Object> node(NodeRecord node) {
        Device device = node.device();
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("uuid", device.uuid());
        wire.put("name", device.name());
        wire.put("memory", device.memory());
        wire.put("processors", device.processors());
        wire.put("clock_rate", device.clockRate());
        wire.put("max_threads_per_processor", device.maxThreadsPerProcessor());
        wire.put("seed", node.seed());
        wire.put("miner_hotkey", node.minerHotkey());
        wire.put("gpu_identifier", node.gpuIdentifier());
        wire.put("device_index", device.deviceIndex());
        wire.put("server_id", node.serverId());
        wire.put("created_at", node.createdAt());
        wire.put("verification_host", device.verificationHost());
        wire.put("verification_port", device.verificationPort());
        wire.put("verification_error", node.verificationError());
        wire.put("verified_at", node.verifiedAt());
        return wire;
    }

    static Map<String, @Nullable Object> instance(Instance instance) {
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("instance_id", instance.instanceId());
        wire.put("chute_id", instance.chuteId());
        wire.put("version", instance.version());
        wire.put("miner_hotkey", instance.minerHotkey());
        wire.put("active", instance.active());
        wire.put("verified", instance.verified());
        wire.put("created_at", instance.createdAt());
        wire.put("activated_at", instance.activatedAt());
        wire.put("last_verified_at", instance.verifiedAt());
        wire.put("verification_error", null);
        wire.put("config_id", instance.configId());
        wire.put("bounty", instance.bounty());
        wire.put("compute_multiplier", instance.multiplier());
        return wire;
    }

    static Map<String, @Nullable Object> claimed(ClaimDesk.Claimed claimed, String validatorKey) {
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("seed", claimed.config().seed());
        wire.put("iterations", claimed.iterations());
        wire.put("job_id", null);
        wire.put("scheme", "none");
        wire.put(
                "symmetric_key",
                Map.of(
                        "ciphertext", claimed.symmetricKey(),
                        "uuid", claimed.gpuUuid(),
                        "response_plaintext", claimed.config().responsePlaintext()));
        wire.put("validator_pubkey", validatorKey);
        return wire;
    }

    private static Map<String, @Nullable Object> selector(ChuteStanding standing) {
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("gpu_count", standing.chute().gpuCount());
        wire.put("min_vram_gb_per_gpu", standing.chute().minVramGb());
        wire.put("include", null);
        wire.put("exclude", null);
        wire.put("dynamic", false);
        wire.put("compute_multiplier", standing.factors().get("base"));
        wire.put("supported_gpus", standing.chute().supportedGpus());
        return wire;
    }

    private static Map<String, Object> cord() {
        return Map.of(
                "method", "run",
                "path", "/run",
                "function", "run",
                "stream", false,
                "passthrough", false,
                "public_api_path", "/run",
                "public_api_method", "POST");
    }
}
