package dev.rigger.devnet.validator.routes;

import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.Reply;
import dev.rigger.devnet.validator.wire.Router;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /devnet/...}: whoever rehearses makes things happen, one by one. Unsigned: loopback only. */
public final class OperatorRoutes {
    private final Platform platform;
    private final ClockRoutes clock;
    private final FaultRoutes faults;

    public OperatorRoutes(Platform platform, ClockRoutes clock, FaultRoutes faults) {
        this.platform = platform;
        this.clock = clock;
        this.faults = faults;
    }

    record BountyOrder(@Nullable String chuteId, @Nullable Long amount) {}

    record TargetOrder(@Nullable String chuteId, @Nullable Integer target) {}

    record Ban(@Nullable String hotkey, @Nullable String reason) {}

    public void addTo(Router router) {
        clock.addTo(router);
        faults.addTo(router);
        router.on("POST", "/devnet/chutes", this::createChute)
                .on("PUT", "/devnet/chutes/{chute_id}", this::updateChute)
                .on("DELETE", "/devnet/chutes/{chute_id}", this::deleteChute)
                .on("POST", "/devnet/bounty", this::bounty)
                .on("POST", "/devnet/target", this::target)
                .on("DELETE", "/devnet/instances/{instance_id}", this::kill)
                .on("GET", "/devnet/incidents", call -> Reply.json(platform.incidents()))
                .on("POST", "/devnet/blacklist", this::blacklist)
                .on("DELETE", "/devnet/blacklist/{hotkey}", this::forgive)
                .on("GET", "/devnet/state", call -> Reply.json(state()));
    }

    private Reply createChute(Call call) {
        return Reply.json(201, platform.chutes().create(call.json(ChuteOrder.class)));
    }

    private Reply updateChute(Call call) {
        return Reply.json(platform.chutes().update(call.variable("chute_id"), call.json(ChuteOrder.class)));
    }

    private Reply deleteChute(Call call) {
        platform.chutes().delete(call.variable("chute_id"));
        return Reply.json(Map.of("chute_id", call.variable("chute_id"), "deleted", true));
    }

    private Reply bounty(Call call) {
        BountyOrder order = call.json(BountyOrder.class);
        return Reply.json(201, platform.bounties().force(required(order.chuteId(), "chute_id"), order.amount()));
    }

    private Reply target(Call call) {
        TargetOrder order = call.json(TargetOrder.class);
        platform.chutes().target(required(order.chuteId(), "chute_id"), required(order.target(), "target"));
        return Reply.json(order);
    }

    private Reply kill(Call call) {
        platform.instances().kill(call.variable("instance_id"));
        return Reply.json(Map.of("instance_id", call.variable("instance_id"), "deleted", true));
    }

    private Reply blacklist(Call call) {
        Ban ban = call.json(Ban.class);
        platform.blacklist(required(ban.hotkey(), "hotkey"), required(ban.reason(), "reason"));
        return Reply.json(201, ban);
    }

    private Reply forgive(Call call) {
        platform.forgive(call.variable("hotkey"));
        return Reply.json(platform.blacklist());
    }

    private Map<String, Object> state() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("chutes", platform.standings());
        summary.put("nodes", platform.nodes().all());
        summary.put("instances", platform.instances().all());
        summary.put("bounties", platform.bounties().all());
        summary.put("incidents", platform.incidents());
        summary.put("blacklist", platform.blacklist());
        summary.put("faults", faults.standing());
        summary.put("clock", clock.state());
        return summary;
    }

    private static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new Refusal(422, name + " is required");
        }
        return value;
    }
}
