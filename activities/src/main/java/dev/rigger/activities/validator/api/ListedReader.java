package dev.rigger.activities.validator.api;

import static dev.rigger.activities.validator.api.Fields.count;
import static dev.rigger.activities.validator.api.Fields.countOrNull;
import static dev.rigger.activities.validator.api.Fields.flag;
import static dev.rigger.activities.validator.api.Fields.id;
import static dev.rigger.activities.validator.api.Fields.ids;
import static dev.rigger.activities.validator.api.Fields.positive;
import static dev.rigger.activities.validator.api.Fields.positiveOrNull;
import static dev.rigger.activities.validator.api.Fields.text;
import static dev.rigger.activities.validator.api.Fields.textOr;
import static dev.rigger.activities.validator.api.Fields.time;
import static dev.rigger.activities.validator.api.Fields.whole;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads items as the platform writes them; null for one that lacks what makes it one. */
final class ListedReader {
    /** More than any server has; a chute that asks for more is a mistake on the wire. */
    private static final int MOST_GPUS = 64;

    private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "http");
    private static final long LONGEST_SECONDS = 10L * 365 * 86_400;
    private static final int MOST_DISK_GB = 1_000_000;

    private ListedReader() {}

    static Listed.@Nullable Chute chute(JsonNode json) {
        String chuteId = id(json, "chute_id");
        String version = id(json, "version");
        JsonNode selector = json.path("node_selector");
        long gpuCount = selector.path("gpu_count").asLong(1);
        if (chuteId == null || version == null || gpuCount < 1 || gpuCount > MOST_GPUS) {
            return null;
        }
        JsonNode gpus =
                json.path("supported_gpus").isArray() ? json.path("supported_gpus") : selector.path("supported_gpus");
        boolean jobOnly = json.path("cords").isArray()
                && json.path("cords").isEmpty()
                && json.path("jobs").size() > 0;
        double boost = Math.max(1, positive(json.path("compute_multiplier_factors"), "bounty_boost", 1));
        return new Listed.Chute(
                chuteId,
                text(json, "name"),
                textOr(json, "image", ""),
                id(json, "image_id"),
                textOr(json, "code", ""),
                textOr(json, "filename", ""),
                textOr(json, "ref_str", ""),
                version,
                ids(gpus),
                (int) gpuCount,
                text(json, "chutes_version"),
                flag(json, "preemptible", true),
                flag(json, "tee", false),
                jobOnly,
                flag(json, "public", flag(json, "preemptible", true)),
                jobPorts(json.path("jobs")),
                positive(json, "effective_compute_multiplier", 1) / boost,
                boost);
    }

    /** A port of a protocol that nobody knows is left out; the pod cannot open it either. */
    private static Map<String, String> jobPorts(JsonNode jobs) {
        Map<String, String> byMethod = new TreeMap<>();
        for (JsonNode job : jobs) {
            String method = id(job, "name");
            if (method != null) {
                byMethod.put(
                        method,
                        job.path("ports")
                                .valueStream()
                                .filter(port -> PROTOCOLS.contains(
                                                port.path("proto").asText().toLowerCase(Locale.ROOT))
                                        && port.path("port").asInt() > 0
                                        && port.path("port").asInt() < 65_536)
                                .map(port -> port.path("proto").asText().toLowerCase(Locale.ROOT) + ":"
                                        + port.path("port").asInt())
                                .distinct()
                                .collect(Collectors.joining(",")));
            }
        }
        return byMethod;
    }

    static Listed.@Nullable Image image(JsonNode json) {
        String imageId = id(json, "image_id");
        String name = id(json, "name");
        String tag = id(json, "tag");
        String username = id(json, "username");
        return imageId == null || name == null || tag == null || username == null
                ? null
                : new Listed.Image(
                        imageId, username, name, tag, id(json, "patch_version"), text(json, "chutes_version"));
    }

    static Listed.@Nullable Instance instance(JsonNode json) {
        String instanceId = id(json, "instance_id");
        String chuteId = id(json, "chute_id");
        boolean verified = flag(json, "verified", false) || text(json, "last_verified_at") != null;
        return instanceId == null || chuteId == null
                ? null
                : new Listed.Instance(
                        instanceId,
                        chuteId,
                        id(json, "version"),
                        id(json, "config_id"),
                        id(json, "miner_hotkey"),
                        flag(json, "active", false),
                        verified,
                        positiveOrNull(json, "compute_multiplier"));
    }

    static Listed.@Nullable Node node(JsonNode json) {
        String uuid = id(json, "uuid");
        return uuid == null
                ? null
                : new Listed.Node(
                        uuid,
                        id(json, "server_id"),
                        Fields.seed(json),
                        time(json, "verified_at"),
                        text(json, "verification_error"));
    }

    static Listed.@Nullable Job job(JsonNode json) {
        String jobId = id(json, "job_id");
        String chuteId = id(json, "chute_id");
        return jobId == null || chuteId == null
                ? null
                : new Listed.Job(
                        jobId,
                        chuteId,
                        id(json, "version"),
                        (int) whole(json.path("node_selector"), "gpu_count", 1, 1, MOST_GPUS),
                        whole(json.path("job_args"), "_disk_gb", 0, 0, MOST_DISK_GB),
                        ids(json.path("miner_history")),
                        id(json, "method"),
                        positiveOrNull(json, "compute_multiplier"));
    }

    static Listed.@Nullable Metrics metrics(JsonNode json) {
        String chuteId = id(json, "chute_id");
        return chuteId == null
                ? null
                : new Listed.Metrics(
                        chuteId,
                        Math.min(1, positive(json, "utilization", 0)),
                        whole(json, "total_invocations", 0, 0, Long.MAX_VALUE),
                        whole(json, "error_count", 0, 0, Long.MAX_VALUE),
                        whole(json, "rate_limit_count", 0, 0, Long.MAX_VALUE),
                        count(json, "instance_count"),
                        positive(json, "total_compute_time", 0));
    }

    static Listed.@Nullable Server server(JsonNode json) {
        String serverId = id(json, "server_id");
        if (serverId == null) {
            return null;
        }
        return new Listed.Server(
                serverId,
                textOr(json, "name", serverId),
                text(json, "ip"),
                flag(json, "is_tee", false),
                text(json, "version"),
                flag(json, "maintenance_pending", false),
                json.path("gpus")
                        .valueStream()
                        .map(gpu -> textOr(gpu, "uuid", ""))
                        .toList());
    }

    static Listed.@Nullable InventoryItem inventoryItem(JsonNode json) {
        String gpuId = id(json, "gpu_id");
        return gpuId == null
                ? null
                : new Listed.InventoryItem(
                        gpuId, id(json, "chute_id"), flag(json, "active", false), text(json, "verification_error"));
    }

    static Listed.@Nullable ActiveInstance activeInstance(JsonNode json) {
        String instanceId = id(json, "instance_id");
        String hotkey = id(json, "miner_hotkey");
        String chuteId = id(json, "chute_id");
        return instanceId == null || hotkey == null || chuteId == null
                ? null
                : new Listed.ActiveInstance(instanceId, hotkey, chuteId, positive(json, "compute_multiplier", 1));
    }

    static Listed.@Nullable Utilisation utilisation(JsonNode json) {
        String chuteId = id(json, "chute_id");
        if (chuteId == null) {
            return null;
        }
        boolean scalable = flag(json, "scalable", true);
        Integer target = countOrNull(json, "target_count");
        Integer active = countOrNull(json, "active_instance_count");
        // The count may be of an older record than the word.
        boolean agrees = target != null && active != null && scalable == active < target;
        return new Listed.Utilisation(
                chuteId,
                scalable,
                flag(json, "update_in_progress", false),
                agrees ? target : null,
                countOrNull(json, "total_instance_count"),
                Math.min(1, positive(json, "utilization_current", 0)));
    }

    static Listed.@Nullable Bounty bounty(JsonNode json) {
        String chuteId = id(json, "chute_id");
        return chuteId == null
                ? null
                : new Listed.Bounty(
                        chuteId,
                        whole(json, "bounty_amount", 0, 0, Long.MAX_VALUE),
                        whole(json, "seconds_elapsed", 0, 0, LONGEST_SECONDS),
                        whole(json, "time_remaining", 0, 0, LONGEST_SECONDS));
    }

    static Listed.@Nullable RollingUpdate rollingUpdate(JsonNode json) {
        String chuteId = id(json, "chute_id");
        if (chuteId == null) {
            return null;
        }
        Map<String, Integer> permitted = new HashMap<>();
        JsonNode counts = json.path("permitted");
        counts.fieldNames().forEachRemaining(hotkey -> permitted.put(hotkey, count(counts, hotkey)));
        return new Listed.RollingUpdate(
                chuteId,
                id(json, "old_version"),
                id(json, "new_version"),
                time(json, "started_at"),
                Map.copyOf(permitted));
    }
}
