package dev.rigger.activities.validator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads items as the platform writes them; null for one that lacks its id. */
final class ListedReader {
    private ListedReader() {}

    static Listed.@Nullable Chute chute(JsonNode json) {
        String chuteId = text(json, "chute_id");
        String version = text(json, "version");
        if (chuteId == null || version == null) {
            return null;
        }
        JsonNode selector = json.path("node_selector");
        JsonNode gpus =
                json.path("supported_gpus").isArray() ? json.path("supported_gpus") : selector.path("supported_gpus");
        boolean jobOnly = json.path("cords").isArray()
                && json.path("cords").isEmpty()
                && json.path("jobs").size() > 0;
        double boost = Math.max(
                1, json.path("compute_multiplier_factors").path("bounty_boost").asDouble(1));
        return new Listed.Chute(
                chuteId,
                text(json, "name"),
                json.path("image").asText(""),
                json.path("code").asText(""),
                json.path("filename").asText(""),
                json.path("ref_str").asText(""),
                version,
                strings(gpus),
                selector.path("gpu_count").asInt(1),
                text(json, "chutes_version"),
                json.path("preemptible").asBoolean(true),
                json.path("tee").asBoolean(false),
                jobOnly,
                json.path("effective_compute_multiplier").asDouble(1) / boost,
                boost);
    }

    static Listed.@Nullable Instance instance(JsonNode json) {
        String instanceId = text(json, "instance_id");
        String chuteId = text(json, "chute_id");
        if (instanceId == null || chuteId == null) {
            return null;
        }
        boolean verified = json.path("verified").asBoolean(false) || text(json, "last_verified_at") != null;
        return new Listed.Instance(
                instanceId,
                chuteId,
                text(json, "config_id"),
                json.path("active").asBoolean(false),
                verified);
    }

    static Listed.@Nullable Node node(JsonNode json) {
        String uuid = text(json, "uuid");
        return uuid == null
                ? null
                : new Listed.Node(
                        uuid,
                        text(json, "server_id"),
                        time(text(json, "verified_at")),
                        text(json, "verification_error"));
    }

    static Listed.@Nullable ActiveInstance activeInstance(JsonNode json) {
        String instanceId = text(json, "instance_id");
        String hotkey = text(json, "miner_hotkey");
        String chuteId = text(json, "chute_id");
        return instanceId == null || hotkey == null || chuteId == null
                ? null
                : new Listed.ActiveInstance(
                        instanceId,
                        hotkey,
                        chuteId,
                        json.path("compute_multiplier").asDouble(1));
    }

    static Listed.@Nullable Utilisation utilisation(JsonNode json) {
        String chuteId = text(json, "chute_id");
        return chuteId == null
                ? null
                : new Listed.Utilisation(
                        chuteId,
                        json.path("scalable").asBoolean(true),
                        json.path("update_in_progress").asBoolean(false),
                        json.path("active_instance_count").asInt(0));
    }

    static Listed.@Nullable Bounty bounty(JsonNode json) {
        String chuteId = text(json, "chute_id");
        return chuteId == null
                ? null
                : new Listed.Bounty(
                        chuteId,
                        json.path("bounty_amount").asLong(0),
                        json.path("seconds_elapsed").asLong(0),
                        json.path("time_remaining").asLong(0));
    }

    static @Nullable String text(JsonNode json, String field) {
        String value = json.path(field).asText("");
        return value.isEmpty() || json.path(field).isNull() ? null : value;
    }

    private static List<String> strings(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asText()));
        return List.copyOf(values);
    }

    /** With an offset, or without one and then in UTC. */
    private static @Nullable Instant time(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException noOffset) {
            try {
                return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException unreadable) {
                return null;
            }
        }
    }
}
