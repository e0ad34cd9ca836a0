package dev.rigger.devnet.validator.routes;

import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.NodeRecord;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.Platform.ChuteStanding;
import dev.rigger.devnet.validator.platform.ServerRecord;
import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.MinerGate;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.Reply;
import dev.rigger.devnet.validator.wire.Router;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** {@code /miner/...}: what a miner asks about the platform and about itself; purpose {@code miner}. */
public final class MinerRoutes {
    private static final String PURPOSE = "miner";

    private final Platform platform;
    private final MinerGate gate;
    private final Scores scores;

    public MinerRoutes(Platform platform, MinerGate gate) {
        this.platform = platform;
        this.gate = gate;
        this.scores = new Scores(platform);
    }

    public void addTo(Router router) {
        router.on("GET", "/miner/chutes/", this::chutes)
                .on("GET", "/miner/images/", this::images)
                .on("GET", "/miner/nodes/", this::nodes)
                .on("GET", "/miner/instances/", this::instances)
                .on("GET", "/miner/jobs/", call -> forMiner(call, hotkey -> Reply.eventLines(List.of())))
                .on("GET", "/miner/metrics/", call -> Reply.eventLines(metrics()))
                .on("GET", "/miner/servers/", this::servers)
                .on("GET", "/miner/inventory", this::inventory)
                .on("GET", "/miner/active_instances/", this::activeInstances)
                .on("GET", "/miner/thrash_cooldowns", call -> forMiner(call, hotkey -> Reply.json(List.of())))
                .on("GET", "/miner/metagraph", call -> Reply.json(metagraph()))
                .on("GET", "/miner/scores", call -> Reply.json(scores.scores(call.query("hotkey"))))
                .on("GET", "/miner/stats", call -> Reply.json(scores.stats(call.query("miner_hotkey"))))
                .on("GET", "/miner/chutes/{chute_id}/{version}", this::chute)
                .on("DELETE", "/miner/jobs/{job_id}", this::releaseJob);
    }

    private Reply chutes(Call call) {
        return forMiner(
                call,
                hotkey -> Reply.eventLines(
                        platform.standings().stream().map(WireObjects::chute).toList()));
    }

    private Reply images(Call call) {
        return forMiner(
                call,
                hotkey -> Reply.eventLines(
                        platform.images().all().stream().map(WireObjects::image).toList()));
    }

    private Reply nodes(Call call) {
        return forMiner(
                call,
                hotkey -> Reply.eventLines(platform.nodes().of(hotkey).stream()
                        .map(WireObjects::node)
                        .toList()));
    }

    private Reply instances(Call call) {
        return forMiner(call, hotkey -> {
            List<Instance> own = platform.instances().of(hotkey);
            boolean explicit = call.query("explicit_null")
                    .filter(value -> value.equalsIgnoreCase("true"))
                    .isPresent();
            return own.isEmpty() && explicit
                    ? Reply.noItems()
                    : Reply.eventLines(own.stream().map(WireObjects::instance).toList());
        });
    }

    private Reply chute(Call call) {
        return forMiner(call, hotkey -> {
            ChuteStanding standing = platform.standing(call.variable("chute_id"));
            if (!standing.chute().version().equals(call.variable("version"))) {
                throw new Refusal(404, "Chute " + call.variable("chute_id") + " has no such version now");
            }
            return Reply.json(WireObjects.chute(standing));
        });
    }

    private Reply releaseJob(Call call) {
        return forMiner(call, hotkey -> {
            throw new Refusal(404, "Job not found: " + call.variable("job_id"));
        });
    }

    private Reply servers(Call call) {
        return forMiner(call, hotkey -> {
            List<NodeRecord> nodes = platform.nodes().of(hotkey);
            return Reply.json(Map.of(
                    "servers",
                    platform.servers().of(hotkey).stream()
                            .map(server -> server(server, nodes))
                            .toList()));
        });
    }

    private Reply inventory(Call call) {
        return forMiner(call, hotkey -> {
            List<Map<String, @Nullable Object>> items = platform.instances().of(hotkey).stream()
                    .flatMap(instance -> instance.gpuUuids().stream().map(gpu -> inventoryItem(instance, gpu)))
                    .toList();
            return Reply.json(items);
        });
    }

    private Reply activeInstances(Call call) {
        return forMiner(
                call,
                hotkey -> Reply.json(platform.instances().all().stream()
                        .filter(Instance::active)
                        .map(MinerRoutes::activeInstance)
                        .toList()));
    }

    private List<Map<String, @Nullable Object>> metrics() {
        return platform.standings().stream().map(this::metric).toList();
    }

    private List<Map<String, Object>> metagraph() {
        List<String> hotkeys = List.copyOf(gate.registered());
        return IntStream.range(0, hotkeys.size())
                .mapToObj(index -> Map.<String, Object>of(
                        "hotkey", hotkeys.get(index), "netuid", MinerGate.NETUID, "node_id", index))
                .toList();
    }

    private Map<String, @Nullable Object> metric(ChuteStanding standing) {
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("chute_id", standing.chute().chuteId());
        wire.put("end_date", platform.now());
        wire.put("start_date", platform.now().minusSeconds(3600));
        wire.put("compute_multiplier", standing.multiplier());
        wire.put("total_invocations", 0);
        wire.put("total_compute_time", 0.0);
        wire.put("error_count", 0);
        wire.put("rate_limit_count", 0);
        wire.put("instance_count", standing.active());
        wire.put("utilization", 0.0);
        wire.put("per_second_price_usd", 0.0);
        wire.put("total_usage_usd", 0.0);
        return wire;
    }

    private static Map<String, @Nullable Object> server(ServerRecord server, List<NodeRecord> nodes) {
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("server_id", server.serverId());
        wire.put("name", server.name());
        wire.put("ip", server.ip());
        wire.put("is_tee", server.isTee());
        wire.put("version", null);
        wire.put("maintenance_pending", false);
        wire.put("created_at", server.createdAt());
        wire.put("updated_at", null);
        wire.put(
                "gpus",
                nodes.stream()
                        .filter(node -> node.serverId().equals(server.serverId()))
                        .map(MinerRoutes::gpu)
                        .toList());
        return wire;
    }

    private static Map<String, @Nullable Object> gpu(NodeRecord node) {
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("uuid", node.uuid());
        wire.put("gpu_identifier", node.gpuIdentifier());
        wire.put("device_index", node.device().deviceIndex());
        wire.put("verified_at", node.verifiedAt());
        wire.put("verification_error", node.verificationError());
        return wire;
    }

    private Map<String, @Nullable Object> inventoryItem(Instance instance, String gpu) {
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("gpu_id", gpu);
        wire.put("last_verified_at", instance.verifiedAt());
        wire.put("verification_error", null);
        wire.put("active", instance.active());
        wire.put("chute_id", instance.chuteId());
        wire.put(
                "chute_name",
                platform.chutes()
                        .byIdOrName(instance.chuteId())
                        .map(chute -> chute.name())
                        .orElse(""));
        return wire;
    }

    private static Map<String, @Nullable Object> activeInstance(Instance instance) {
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("instance_id", instance.instanceId());
        wire.put("miner_hotkey", instance.minerHotkey());
        wire.put("chute_id", instance.chuteId());
        wire.put("activated_at", instance.activatedAt());
        wire.put("compute_multiplier", instance.multiplier());
        return wire;
    }

    private Reply forMiner(Call call, ForMiner answer) {
        return answer.answer(gate.forPurpose(call, PURPOSE));
    }

    private interface ForMiner {
        Reply answer(String hotkey);
    }
}
