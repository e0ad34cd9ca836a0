package dev.rigger.devnet.validator.routes;

import dev.rigger.devnet.validator.platform.BountyBoard;
import dev.rigger.devnet.validator.platform.ChuteDefinition;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.RollingUpdate;
import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.Reply;
import dev.rigger.devnet.validator.wire.Router;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What anybody may ask: {@code /ping}, {@code /chutes/...}, {@code /bounties/}. */
public final class PublicRoutes {
    private final Platform platform;
    private final ChuteWire chutes;

    public PublicRoutes(Platform platform) {
        this.platform = platform;
        this.chutes = new ChuteWire(platform.rules().wire());
    }

    public void addTo(Router router) {
        router.on("GET", "/ping", call -> Reply.json(Map.of("message", "pong")))
                .on("GET", "/bounties/", call -> Reply.json(bounties()))
                .on(
                        "GET",
                        "/chutes/utilization",
                        call -> Reply.json(platform.standings().stream()
                                .map(ChuteWire::utilization)
                                .toList()))
                .on("GET", "/chutes/rolling_updates", call -> Reply.json(rollingUpdates()))
                .on("GET", "/chutes/code/{chute_id}", call -> Reply.text(chutes.code(chute(call))))
                .on(
                        "GET",
                        "/chutes/{chute_id}",
                        call -> Reply.json(
                                chutes.chute(platform.standing(chute(call).chuteId()))));
    }

    private ChuteDefinition chute(Call call) {
        String idOrName = call.variable("chute_id");
        return platform.chutes()
                .byIdOrName(idOrName)
                .orElseThrow(() -> new Refusal(404, "Chute not found: " + idOrName));
    }

    private List<Map<String, Object>> bounties() {
        return platform.bounties().all().stream().map(this::bounty).toList();
    }

    private Map<String, Object> bounty(BountyBoard.Open bounty) {
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("chute_id", bounty.chuteId());
        wire.put("bounty_amount", bounty.amount());
        wire.put(
                "seconds_elapsed",
                Duration.between(bounty.createdAt(), platform.now()).toSeconds());
        wire.put(
                "time_remaining",
                Duration.between(platform.now(), bounty.expiresAt()).toSeconds());
        wire.put("created_at", bounty.createdAt());
        return wire;
    }

    private List<Map<String, Object>> rollingUpdates() {
        return platform.rollingUpdates().all().stream()
                .map(PublicRoutes::rollingUpdate)
                .toList();
    }

    private static Map<String, Object> rollingUpdate(RollingUpdate update) {
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("chute_id", update.chuteId());
        wire.put("old_version", update.oldVersion());
        wire.put("new_version", update.newVersion());
        wire.put("started_at", update.startedAt());
        wire.put("permitted", update.permitted());
        return wire;
    }
}
