package dev.rigger.devnet.validator.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.validator.operator.Operator;
import dev.rigger.devnet.validator.operator.OperatorAction;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.Reply;
import dev.rigger.devnet.validator.wire.Router;
import dev.rigger.devnet.validator.wire.WireJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code /devnet/...}: whoever rehearses makes things happen, one by one. Unsigned: loopback only. Each route is an {@link
 * OperatorAction} whose order is the body; what the path names is a field of it, too.
 */
public final class OperatorRoutes {
    /** @param status of success */
    private record Way(String method, String pattern, int status, OperatorAction action) {}

    private static final List<Way> WAYS = List.of(
            new Way("POST", "/devnet/chutes", 201, OperatorAction.CREATE_CHUTE),
            new Way("PUT", "/devnet/chutes/{chute}", 200, OperatorAction.UPDATE_CHUTE),
            new Way("DELETE", "/devnet/chutes/{chute}", 200, OperatorAction.DELETE_CHUTE),
            new Way("POST", "/devnet/images", 201, OperatorAction.CREATE_IMAGE),
            new Way("PUT", "/devnet/images/{image}", 200, OperatorAction.PATCH_IMAGE),
            new Way("DELETE", "/devnet/images/{image}", 200, OperatorAction.DELETE_IMAGE),
            new Way("POST", "/devnet/jobs", 201, OperatorAction.CREATE_JOB),
            new Way("DELETE", "/devnet/jobs/{job}", 200, OperatorAction.CANCEL_JOB),
            new Way("POST", "/devnet/bounty", 201, OperatorAction.FORCE_BOUNTY),
            new Way("POST", "/devnet/target", 200, OperatorAction.SET_TARGET),
            new Way("POST", "/devnet/utilization", 200, OperatorAction.SET_UTILIZATION),
            new Way("DELETE", "/devnet/instances", 200, OperatorAction.KILL_INSTANCES),
            new Way("DELETE", "/devnet/instances/{instance}", 200, OperatorAction.KILL_INSTANCES),
            new Way("POST", "/devnet/probes", 200, OperatorAction.FAIL_PROBES),
            new Way("POST", "/devnet/blacklist", 201, OperatorAction.BLACKLIST),
            new Way("DELETE", "/devnet/blacklist/{hotkey}", 200, OperatorAction.FORGIVE),
            new Way("POST", "/devnet/sockets/drop", 200, OperatorAction.DROP_SOCKETS));

    private final Platform platform;
    private final Operator operator;
    private final ClockRoutes clock;
    private final FaultRoutes faults;

    public OperatorRoutes(Platform platform, Operator operator, ClockRoutes clock, FaultRoutes faults) {
        this.platform = platform;
        this.operator = operator;
        this.clock = clock;
        this.faults = faults;
    }

    public void addTo(Router router) {
        clock.addTo(router);
        faults.addTo(router);
        WAYS.forEach(way -> router.on(
                way.method(),
                way.pattern(),
                call -> Reply.json(way.status(), operator.perform(way.action(), order(call)))));
        router.on("GET", "/devnet/incidents", call -> Reply.json(platform.incidents()))
                .on("GET", "/devnet/state", call -> Reply.json(state()));
    }

    /** The body's fields and the path's; {@code chute_id}, as the wire calls it, is the chute. */
    private static ObjectNode order(Call call) {
        ObjectNode order = WireJson.MAPPER.createObjectNode();
        if (call.body().length > 0) {
            JsonNode body = call.json();
            if (!body.isObject()) {
                throw new Refusal(422, "ORDER_SHAPE", "An order is an object.", "Send {\"field\": value, …}.");
            }
            order.setAll((ObjectNode) body);
        }
        call.variables().forEach(order::put);
        if (order.has("chute_id")) {
            order.set("chute", order.remove("chute_id"));
        }
        return order;
    }

    private Map<String, Object> state() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("chutes", platform.standings());
        summary.put("images", platform.images().all());
        summary.put("jobs", platform.jobs().all());
        summary.put("nodes", platform.nodes().all());
        summary.put("instances", platform.instances().all());
        summary.put("rolling_updates", platform.rollingUpdates().all());
        summary.put("bounties", platform.bounties().all());
        summary.put("incidents", platform.incidents());
        summary.put("blacklist", platform.blacklist());
        summary.put("faults", faults.standing());
        summary.put("clock", clock.state());
        return summary;
    }
}
