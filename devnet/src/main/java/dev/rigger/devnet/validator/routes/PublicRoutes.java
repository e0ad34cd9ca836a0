package dev.rigger.devnet.validator.routes;

import dev.rigger.devnet.validator.platform.BountyBoard;
import dev.rigger.devnet.validator.platform.ChuteDefinition;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.Platform.ChuteStanding;
import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.Reply;
import dev.rigger.devnet.validator.wire.Router;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What anybody may ask: {@code /ping}, {@code /chutes/...}, {@code /bounties/}. */
public final class PublicRoutes {
    private final Platform platform;

    public PublicRoutes(Platform platform) {
        this.platform = platform;
    }

    public void addTo(Router router) {
        router.on("GET", "/ping", call -> Reply.json(Map.of("message", "pong")))
                .on("GET", "/bounties/", call -> Reply.json(bounties()))
                .on("GET", "/chutes/utilization", call -> Reply.json(utilization()))
                .on("GET", "/chutes/rolling_updates", call -> Reply.json(List.of()))
                .on(
                        "GET",
                        "/chutes/code/{chute_id}",
                        call -> Reply.text(chute(call).code()))
                .on(
                        "GET",
                        "/chutes/{chute_id}",
                        call -> Reply.json(
                                WireObjects.chute(platform.standing(chute(call).chuteId()))));
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

    private List<Map<String, @Nullable Object>> utilization() {
        return platform.standings().stream().map(this::utilization).toList();
    }

    private Map<String, @Nullable Object> utilization(ChuteStanding standing) {
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("chute_id", standing.chute().chuteId());
        wire.put("name", standing.chute().open() ? standing.chute().name() : "[private chute]");
        wire.put("timestamp", platform.now());
        wire.put("instance_count", standing.instances());
        wire.put("action_taken", standing.scalable() ? "scale_up_candidate" : "no_action");
        wire.put("target_count", standing.target());
        wire.put("effective_multiplier", standing.multiplier());
        wire.put("total_instance_count", standing.instances());
        wire.put("active_instance_count", standing.active());
        wire.put("scalable", standing.scalable());
        wire.put("scale_allowance", Math.max(0, standing.target() - standing.active()));
        return wire;
    }
}
