package dev.rigger.devnet.validator.routes;

import dev.rigger.devnet.validator.platform.ChuteDefinition;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.Job;
import dev.rigger.devnet.validator.platform.NodeRecord;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.Platform.ChuteStanding;
import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.MinerGate;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.Reply;
import dev.rigger.devnet.validator.wire.Router;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code /miner/...}: what a miner asks about the platform's things and its own; purpose {@code miner}. */
public final class MinerRoutes {
    private static final String PURPOSE = "miner";

    private final Platform platform;
    private final MinerGate gate;
    private final ChuteWire chutes;
    private final MinerWire own;

    public MinerRoutes(Platform platform, MinerGate gate) {
        this.platform = platform;
        this.gate = gate;
        this.chutes = new ChuteWire(platform.rules().wire());
        this.own = new MinerWire(gate);
    }

    public void addTo(Router router) {
        router.on("GET", "/miner/chutes/", this::chutes)
                .on("GET", "/miner/images/", this::images)
                .on("GET", "/miner/nodes/", this::nodes)
                .on("GET", "/miner/instances/", this::instances)
                .on("GET", "/miner/jobs/", this::jobs)
                .on("GET", "/miner/servers/", this::servers)
                .on("GET", "/miner/inventory", this::inventory)
                .on("GET", "/miner/active_instances/", this::activeInstances)
                .on("GET", "/miner/chutes/{chute_id}/{version}", this::chute)
                .on("DELETE", "/miner/jobs/{job_id}", this::releaseJob);
    }

    private Reply chutes(Call call) {
        return forMiner(call, hotkey -> lines(platform.standings().stream().map(chutes::chute)));
    }

    private Reply images(Call call) {
        return forMiner(call, hotkey -> lines(platform.images().all().stream().map(ChuteWire::image)));
    }

    private Reply nodes(Call call) {
        return forMiner(
                call,
                hotkey -> lines(
                        platform.nodes().of(hotkey).stream().map(node -> MinerWire.node(node, platform.catalogue()))));
    }

    private Reply jobs(Call call) {
        return forMiner(
                call,
                hotkey -> lines(
                        platform.jobs().all().stream().filter(Job::waiting).map(job -> own.job(job, null))));
    }

    private Reply instances(Call call) {
        return forMiner(call, hotkey -> {
            List<Instance> all = platform.instances().of(hotkey);
            boolean explicit = call.query("explicit_null")
                    .filter(value -> value.equalsIgnoreCase("true"))
                    .isPresent();
            return all.isEmpty() && explicit
                    ? Reply.noItems()
                    : lines(all.stream().map(own::instance));
        });
    }

    private Reply chute(Call call) {
        return forMiner(call, hotkey -> {
            ChuteStanding standing = platform.standing(call.variable("chute_id"));
            if (!standing.chute().version().equals(call.variable("version"))) {
                throw new Refusal(404, "Chute " + call.variable("chute_id") + " has no such version now");
            }
            return Reply.json(chutes.chute(standing));
        });
    }

    private Reply releaseJob(Call call) {
        return forMiner(call, hotkey -> {
            platform.jobDesk().release(hotkey, call.variable("job_id"));
            return Reply.nothing();
        });
    }

    private Reply servers(Call call) {
        return forMiner(call, hotkey -> {
            List<NodeRecord> nodes = platform.nodes().of(hotkey);
            return Reply.json(Map.of(
                    "servers",
                    platform.servers().of(hotkey).stream()
                            .map(server -> MinerWire.server(server, nodes))
                            .toList()));
        });
    }

    private Reply inventory(Call call) {
        return forMiner(call, hotkey -> {
            Map<String, ChuteDefinition> known = new HashMap<>();
            platform.chutes().all().forEach(chute -> known.put(chute.chuteId(), chute));
            return Reply.json(platform.instances().of(hotkey).stream()
                    .flatMap(instance -> instance.gpuUuids().stream()
                            .map(gpu -> MinerWire.inventoryItem(instance, gpu, known.get(instance.chuteId()))))
                    .toList());
        });
    }

    private Reply activeInstances(Call call) {
        return forMiner(
                call,
                hotkey -> Reply.json(platform.instances().all().stream()
                        .filter(Instance::active)
                        .map(MinerWire::activeInstance)
                        .toList()));
    }

    private static Reply lines(Stream<?> items) {
        return Reply.eventLines(items.toList());
    }

    private Reply forMiner(Call call, ForMiner answer) {
        return answer.answer(gate.forPurpose(call, PURPOSE));
    }

    private interface ForMiner {
        Reply answer(String hotkey);
    }
}
