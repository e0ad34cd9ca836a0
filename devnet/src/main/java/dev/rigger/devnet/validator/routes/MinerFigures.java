package dev.rigger.devnet.validator.routes;

import dev.rigger.devnet.validator.platform.EndReason;
import dev.rigger.devnet.validator.platform.EndedInstance;
import dev.rigger.devnet.validator.platform.Load;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.Platform.ChuteStanding;
import dev.rigger.devnet.validator.scoring.Breadth;
import dev.rigger.devnet.validator.scoring.Scores;
import dev.rigger.devnet.validator.scoring.Stats;
import dev.rigger.devnet.validator.traffic.InvocationLog;
import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.MinerGate;
import dev.rigger.devnet.validator.wire.Neuron;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.Reply;
import dev.rigger.devnet.validator.wire.Router;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /miner/...}: figures, for anybody: metrics, stats, scores, breadth, the metagraph. */
public final class MinerFigures {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Platform platform;
    private final MinerGate gate;
    private final InvocationLog invocations;
    private final Scores scores;
    private final Stats stats;
    private final Breadth breadth;

    public MinerFigures(Platform platform, MinerGate gate, InvocationLog invocations) {
        this.platform = platform;
        this.gate = gate;
        this.invocations = invocations;
        this.scores = new Scores(platform, invocations, gate);
        this.stats = new Stats(platform, invocations);
        this.breadth = new Breadth(platform);
    }

    public void addTo(Router router) {
        router.on("GET", "/miner/metrics/", call -> Reply.eventLines(metrics()))
                .on("GET", "/miner/stats", this::stats)
                .on("GET", "/miner/scores", call -> Reply.json(scores(call.query("hotkey"))))
                .on("GET", "/miner/unique_chute_history/{hotkey}", this::uniqueChutes)
                .on("GET", "/miner/thrash_cooldowns", this::thrashCooldowns)
                .on("GET", "/miner/metagraph", call -> Reply.json(metagraph()));
    }

    private List<Map<String, Object>> metrics() {
        return platform.standings().stream().map(this::metric).toList();
    }

    private Map<String, Object> metric(ChuteStanding standing) {
        Load load = standing.load();
        InvocationLog.Asked called = invocations.asked(standing.chute().chuteId(), HOUR);
        boolean counted = called.total() > 0;
        double perSecond = standing.chute().supportedGpus().stream()
                        .mapToDouble(platform.catalogue()::hourlyRate)
                        .min()
                        .orElse(0)
                * standing.chute().gpuCount()
                / HOUR.toSeconds();
        double seconds =
                counted ? called.seconds() : load.utilization().last1h() * standing.active() * HOUR.toSeconds();
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("chute_id", standing.chute().chuteId());
        wire.put("end_date", platform.now());
        wire.put("start_date", platform.now().minus(HOUR));
        wire.put("compute_multiplier", standing.multiplier());
        wire.put("total_invocations", counted ? called.total() : load.last1h().total());
        wire.put("total_compute_time", seconds);
        wire.put("error_count", called.failed());
        wire.put(
                "rate_limit_count",
                counted ? called.rateLimited() : load.last1h().rateLimited());
        wire.put("instance_count", standing.active());
        wire.put("utilization", load.utilization().current());
        wire.put("per_second_price_usd", perSecond);
        wire.put("total_usage_usd", seconds * perSecond);
        return wire;
    }

    private Reply stats(Call call) {
        boolean perChute = call.query("per_chute")
                .filter(value -> value.equalsIgnoreCase("true"))
                .isPresent();
        return Reply.json(stats.of(call.query("miner_hotkey"), perChute));
    }

    private Map<String, Object> scores(Optional<String> hotkey) {
        Scores.Table table = scores.table();
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("raw_values", only(table.raw(), hotkey));
        if (platform.rules().score().tellsTotals()) {
            wire.put("totals", table.totals());
            wire.put("normalized", only(table.normalized(), hotkey));
        }
        wire.put("final_scores", only(table.finalScores(), hotkey));
        return wire;
    }

    private static <T> Map<String, T> only(Map<String, T> all, Optional<String> hotkey) {
        if (hotkey.isEmpty()) {
            return all;
        }
        T own = all.get(hotkey.get());
        return own == null ? Map.of() : Map.of(hotkey.get(), own);
    }

    private Reply uniqueChutes(Call call) {
        String hotkey = call.variable("hotkey");
        if (gate.neuron(hotkey).isEmpty()) {
            throw new Refusal(404, "No history of hotkey " + hotkey);
        }
        return Reply.json(breadth.history(hotkey, platform.rules().score()).stream()
                .map(point -> {
                    Map<String, Object> wire = new LinkedHashMap<>();
                    wire.put("time", point.time());
                    wire.put("count", point.count());
                    wire.put("total_count", point.totalCount());
                    return wire;
                })
                .toList());
    }

    /** Chutes that the miner would get no boost for, and until when. */
    private Reply thrashCooldowns(Call call) {
        String hotkey = gate.forPurpose(call, "miner");
        @Nullable Duration window = platform.rules().multiplier().thrashWindow();
        if (window == null || !platform.rules().wire().thrashIsListed()) {
            return Reply.json(List.of());
        }
        Instant now = platform.now();
        return Reply.json(platform.instances().ended().stream()
                .filter(ended -> ended.instance().minerHotkey().equals(hotkey)
                        && ended.instance().activatedAt() != null
                        && ended.reason().equals(EndReason.MINER.text())
                        && ended.deletedAt().plus(window).isAfter(now))
                .map(ended -> cooldown(ended, window))
                .toList());
    }

    private static Map<String, Object> cooldown(EndedInstance ended, Duration window) {
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("chute_id", ended.instance().chuteId());
        wire.put("instance_id", ended.instance().instanceId());
        wire.put("deleted_at", ended.deletedAt());
        wire.put("cooldown_until", ended.deletedAt().plus(window));
        return wire;
    }

    private List<Map<String, @Nullable Object>> metagraph() {
        Map<String, Double> incentive = scores.table().finalScores();
        return gate.metagraph().stream()
                .map(neuron -> row(neuron, incentive.getOrDefault(neuron.hotkey(), 0.0)))
                .toList();
    }

    private Map<String, @Nullable Object> row(Neuron neuron, double incentive) {
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("hotkey", neuron.hotkey());
        wire.put("netuid", MinerGate.NETUID);
        wire.put("coldkey", neuron.coldkey());
        wire.put("node_id", neuron.uid());
        wire.put("checksum", neuron.hotkey() + ":" + neuron.uid());
        wire.put("incentive", incentive);
        wire.put("stake", 0.0);
        wire.put("trust", 0.0);
        wire.put("vtrust", 0.0);
        wire.put("last_updated", platform.now().getEpochSecond());
        wire.put("ip", "0.0.0.0");
        wire.put("ip_type", 4);
        wire.put("port", 0);
        wire.put("protocol", 4);
        wire.put("blacklist_reason", platform.blacklist().get(neuron.hotkey()));
        wire.put("synced_at", platform.now());
        return wire;
    }
}
