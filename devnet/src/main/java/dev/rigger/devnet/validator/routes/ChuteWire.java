package dev.rigger.devnet.validator.routes;

import dev.rigger.devnet.validator.platform.ChuteDefinition;
import dev.rigger.devnet.validator.platform.ChuteJob;
import dev.rigger.devnet.validator.platform.ImageRecord;
import dev.rigger.devnet.validator.platform.Load;
import dev.rigger.devnet.validator.platform.Platform.ChuteStanding;
import dev.rigger.devnet.validator.platform.SdkVersion;
import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chutes and images as they travel; field names are the wire's. */
final class ChuteWire {
    private static final String PLACEHOLDER = "print('legacy placeholder')\n";

    private final ProtocolRules.Wire rules;

    ChuteWire(ProtocolRules.Wire rules) {
        this.rules = rules;
    }

    Map<String, @Nullable Object> chute(ChuteStanding standing) {
        ChuteDefinition chute = standing.chute();
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("chute_id", chute.chuteId());
        wire.put("user_id", chute.username());
        wire.put("name", chute.username() + "/" + chute.name());
        wire.put("tagline", "");
        wire.put("readme", "");
        wire.put("tool_description", null);
        wire.put("image_id", chute.imageId());
        wire.put("logo_id", null);
        wire.put("public", chute.open());
        wire.put("standard_template", null);
        wire.put("cords", chute.cords().stream().map(ChuteWire::cord).toList());
        wire.put("jobs", chute.jobs().stream().map(ChuteWire::job).toList());
        wire.put("node_selector", selector(standing));
        wire.put("slug", chute.slug());
        if (rules.sourceIsListed()) {
            wire.put("code", code(chute));
            wire.put("filename", chute.filename());
        }
        wire.put("ref_str", chute.refStr());
        wire.put("version", chute.version());
        wire.put("concurrency", chute.concurrency());
        wire.put("boost", chute.boost());
        wire.put("chutes_version", chute.chutesVersion());
        wire.put("revision", null);
        wire.put("openrouter", false);
        wire.put("discount", 0.0);
        wire.put("created_at", chute.createdAt());
        wire.put("updated_at", chute.updatedAt());
        wire.put("max_instances", chute.maxInstances());
        wire.put("scaling_threshold", null);
        wire.put("shutdown_after_seconds", null);
        wire.put("allow_external_egress", false);
        wire.put("encrypted_fs", false);
        wire.put("tee", chute.tee());
        wire.put("immutable", false);
        wire.put("disabled", chute.disabled());
        wire.put("invocation_count", 0);
        wire.put("supported_gpus", chute.supportedGpus());
        wire.put("preemptible", chute.open());
        wire.put("image", chute.image());
        wire.put("effective_compute_multiplier", standing.multiplier());
        wire.put("compute_multiplier_factors", standing.factors());
        wire.put("bounty", standing.bounty());
        return wire;
    }

    /** What anybody may read of it. */
    String code(ChuteDefinition chute) {
        String before = rules.sourceBefore();
        boolean real = before != null && !SdkVersion.atLeast(chute.chutesVersion(), before);
        return real ? chute.code() : PLACEHOLDER;
    }

    static Map<String, @Nullable Object> image(ImageRecord image) {
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("image_id", image.imageId());
        wire.put("user_id", image.username());
        wire.put("name", image.name());
        wire.put("tag", image.tag());
        wire.put("readme", "");
        wire.put("logo_id", null);
        wire.put("public", true);
        wire.put("status", "built and pushed");
        wire.put("created_at", image.createdAt());
        wire.put("chutes_version", image.chutesVersion());
        wire.put("patch_version", image.patchVersion());
        wire.put("short_tag", image.shortTag());
        wire.put("build_started_at", image.createdAt());
        wire.put("build_completed_at", image.createdAt());
        wire.put("username", image.username());
        return wire;
    }

    /** One capacity record. */
    static Map<String, @Nullable Object> utilization(ChuteStanding standing) {
        Load load = standing.load();
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("chute_id", standing.chute().chuteId());
        wire.put("name", standing.chute().open() ? standing.chute().name() : "[private chute]");
        wire.put("timestamp", load.at());
        wire.put("utilization_current", load.utilization().current());
        wire.put("utilization_5m", load.utilization().last5m());
        wire.put("utilization_15m", load.utilization().last15m());
        wire.put("utilization_1h", load.utilization().last1h());
        requests(wire, "5m", load.last5m());
        requests(wire, "15m", load.last15m());
        requests(wire, "1h", load.last1h());
        wire.put("instance_count", standing.instances());
        wire.put("action_taken", load.action());
        wire.put("target_count", standing.target());
        wire.put("effective_multiplier", standing.multiplier());
        wire.put("total_instance_count", standing.instances());
        wire.put("active_instance_count", standing.active());
        wire.put("scalable", standing.scalable());
        wire.put("scale_allowance", Math.max(0, standing.target() - standing.active()));
        wire.put("avg_busy_ratio", load.utilization().last1h());
        wire.put("total_invocations", load.last1h().total());
        wire.put("total_rate_limit_errors", load.last1h().rateLimited());
        return wire;
    }

    private static void requests(Map<String, @Nullable Object> wire, String window, Load.Requests requests) {
        wire.put("rate_limit_ratio_" + window, requests.rateLimitRatio());
        wire.put("total_requests_" + window, requests.total());
        wire.put("completed_requests_" + window, requests.completed());
        wire.put("rate_limited_requests_" + window, requests.rateLimited());
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
        if (!standing.chute().computeType().equals("gpu")) {
            wire.put("compute_type", standing.chute().computeType());
        }
        return wire;
    }

    private static Map<String, Object> cord(String name) {
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("method", name);
        wire.put("path", "/" + name);
        wire.put("function", name);
        wire.put("stream", false);
        wire.put("passthrough", false);
        wire.put("public_api_path", "/" + name);
        wire.put("public_api_method", "POST");
        wire.put("input_schema", Map.of());
        wire.put("output_schema", Map.of());
        wire.put("output_content_type", "application/json");
        wire.put("minimal_input_schema", Map.of());
        return wire;
    }

    private static Map<String, Object> job(ChuteJob job) {
        return Map.of("name", job.name(), "ports", List.copyOf(job.ports()));
    }
}
