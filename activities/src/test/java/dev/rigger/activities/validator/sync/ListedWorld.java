package dev.rigger.activities.validator.sync;

import dev.rigger.activities.validator.ScriptedValidator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A validator's lists as a test wants them: chutes, instances and what goes with them. */
final class ListedWorld {
    final Map<String, String> chutes = new LinkedHashMap<>();
    final Map<String, String> instances = new LinkedHashMap<>();
    final Map<String, String> active = new LinkedHashMap<>();
    final List<String> images = new ArrayList<>();
    final List<String> bounties = new ArrayList<>();
    final List<String> rollingUpdates = new ArrayList<>();
    final List<String> jobs = new ArrayList<>();
    final List<String> metrics = new ArrayList<>();
    final Map<String, String> utilisation = new LinkedHashMap<>();
    final List<String> nodes = new ArrayList<>();

    private final ScriptedValidator platform;

    ListedWorld(ScriptedValidator platform) {
        this.platform = platform;
    }

    ListedWorld chute(String id, String version) {
        chutes.put(id, """
                {"chute_id":"%s","version":"%s","name":"%s","image":"u/i:1","image_id":"img","ref_str":"a:b",\
                "supported_gpus":["h200"],"node_selector":{"gpu_count":1},"cords":[{}],"chutes_version":"0.6.10",\
                "effective_compute_multiplier":1.0}""".formatted(id, version, id));
        platform.answer("/miner/chutes/" + id + "/" + version, 200, chutes.get(id));
        return this;
    }

    /** Gone from the list, and not known when asked for. */
    void withoutChute(String id, String version) {
        chutes.remove(id);
        platform.answer("/miner/chutes/" + id + "/" + version, 404, "{\"detail\":\"gone\"}");
    }

    ListedWorld instance(String id, String hotkey) {
        instances.put(id, """
                {"instance_id":"%s","chute_id":"c","config_id":"cfg-%s","miner_hotkey":"%s","active":true,"verified":true,\
                "compute_multiplier":1.5}""".formatted(id, id, hotkey));
        return this;
    }

    ListedWorld active(String id, String hotkey) {
        active.put(
                id,
                "{\"instance_id\":\"%s\",\"chute_id\":\"c\",\"miner_hotkey\":\"%s\",\"compute_multiplier\":1.0}"
                        .formatted(id, hotkey));
        return this;
    }

    void publish() {
        lines("/miner/chutes/", chutes.values().stream().toList());
        lines("/miner/images/", images);
        lines("/miner/jobs/", jobs);
        lines("/miner/metrics/", metrics);
        lines("/miner/nodes/", nodes);
        platform.answer(
                "/miner/instances/",
                200,
                instances.isEmpty()
                        ? "data: NO_ITEMS\n\n"
                        : body(instances.values().stream().toList()));
        array("/miner/active_instances/", active.values().stream().toList());
        array("/bounties/", bounties);
        array("/chutes/rolling_updates", rollingUpdates);
        array(
                "/chutes/utilization",
                chutes.keySet().stream()
                        .map(id -> utilisation.getOrDefault(id, "{\"chute_id\":\"" + id + "\",\"scalable\":true}"))
                        .toList());
        platform.answer(
                "/miner/servers/",
                200,
                "{\"servers\":[{\"server_id\":\"srv\",\"name\":\"gpu-a\",\"version\":\"1.4.0\",\"gpus\":[{\"uuid\":\"g\"}]}]}");
    }

    private void lines(String path, List<String> items) {
        platform.answer(path, 200, body(items));
    }

    private void array(String path, List<String> items) {
        platform.answer(path, 200, items.stream().collect(Collectors.joining(",", "[", "]")));
    }

    private static String body(List<String> items) {
        Function<String, String> line = item -> "data: " + item + "\n\n";
        return items.stream().map(line).collect(Collectors.joining());
    }
}
