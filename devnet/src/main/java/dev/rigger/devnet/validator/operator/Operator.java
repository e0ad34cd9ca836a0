package dev.rigger.devnet.validator.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.validator.faults.Faults;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.traffic.JobStops;
import dev.rigger.devnet.validator.wire.Refusal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;

/** Carries out what operators order, and answers with what came of it, to be told as JSON. */
public final class Operator {
    private static final String ANYBODY = "devnet-user";
    private static final Long USUAL_PROBES = 3L;

    private final Platform platform;
    private final JobStops stops;
    private final Steering steering;
    private final Faults faults;
    private final IntSupplier dropSockets;

    /** @param dropSockets ends every socket, answers how many there were */
    public Operator(Platform platform, JobStops stops, Steering steering, Faults faults, IntSupplier dropSockets) {
        this.platform = platform;
        this.stops = stops;
        this.steering = steering;
        this.faults = faults;
        this.dropSockets = dropSockets;
    }

    /** Refuses with a status, a code and what to do next. */
    public Object perform(OperatorAction action, ObjectNode order) {
        OrderCheck.check(action, order);
        try {
            return carryOut(action, new OrderFields(order));
        } catch (Refusal refusal) {
            if (refusal.code() != null) {
                throw refusal;
            }
            throw new Refusal(
                    refusal.status(),
                    refusal.status() == 404 ? "ORDER_SUBJECT_UNKNOWN" : "ORDER_REFUSED",
                    refusal.detail(),
                    "GET /devnet/state tells what there is.");
        }
    }

    private Object carryOut(OperatorAction action, OrderFields order) {
        return switch (action) {
            case CREATE_CHUTE ->
                pinned(platform.chutes().create(order.as(ChuteOrder.class)).chuteId(), order);
            case UPDATE_CHUTE -> {
                String chute = chute(order);
                platform.chutes().update(chute, order.as(ChuteOrder.class));
                yield pinned(chute, order);
            }
            case DELETE_CHUTE -> {
                String chute = chute(order);
                platform.chutes().delete(chute);
                yield Map.of("chute_id", chute, "deleted", true);
            }
            case CREATE_IMAGE ->
                platform.images()
                        .create(
                                order.text("username", "acme"),
                                order.text("name"),
                                order.text("tag"),
                                order.text("chutes_version", "0.6.10"));
            case PATCH_IMAGE -> patch(order);
            case DELETE_IMAGE -> {
                platform.images().delete(order.text("image"));
                yield Map.of("image_id", order.text("image"), "deleted", true);
            }
            case CREATE_JOB ->
                platform.jobs()
                        .create(
                                order.text("user", ANYBODY),
                                chute(order),
                                order.text("method"),
                                order.objectOrEmpty("arguments"));
            case CANCEL_JOB -> stops.cancel(order.text("job"));
            case FORCE_BOUNTY -> platform.bounties().force(chute(order), order.numberOrNull("amount"));
            case SET_TARGET -> target(order);
            case SET_UTILIZATION -> utilization(order);
            case KILL_INSTANCES -> kill(order);
            case FAIL_PROBES -> failProbes(order);
            case BLACKLIST -> {
                platform.blacklist(order.text("hotkey"), order.text("reason"));
                yield platform.blacklist();
            }
            case FORGIVE -> {
                platform.forgive(order.text("hotkey"));
                yield platform.blacklist();
            }
            case DROP_SOCKETS -> Map.of("dropped", dropSockets.getAsInt());
            case CLEAR_FAULTS -> {
                faults.clear();
                yield List.of();
            }
        };
    }

    /** A target that an operator names stays, whatever the demand. */
    private Object pinned(String chuteId, OrderFields order) {
        if (order.has("target")) {
            steering.pinTarget(chuteId, true);
        }
        return platform.standing(chuteId).chute();
    }

    private Object patch(OrderFields order) {
        String image = order.has("image")
                ? order.text("image")
                : platform.standing(chute(order)).chute().imageId();
        return platform.images().patch(image, order.text("patch_version"), order.text("chutes_version", "0.6.11"));
    }

    private Object target(OrderFields order) {
        String chute = chute(order);
        Long copies = order.numberOrNull("target");
        steering.pinTarget(chute, copies != null);
        if (copies != null) {
            platform.chutes().target(chute, Math.toIntExact(copies));
        }
        return Map.of("chute_id", chute, "target", platform.standing(chute).target(), "pinned", copies != null);
    }

    private Object utilization(OrderFields order) {
        String chute = chute(order);
        steering.forceUtilization(chute, order.shareOrNull("utilization"));
        return platform.standing(chute).load();
    }

    private Object kill(OrderFields order) {
        List<String> doomed = instances(order);
        doomed.forEach(platform.instances()::kill);
        return Map.of("killed", doomed);
    }

    private Object failProbes(OrderFields order) {
        int probes = Math.toIntExact(Objects.requireNonNullElse(order.numberOrNull("probes"), USUAL_PROBES));
        List<String> failing = instances(order);
        boolean wrong = order.flag("wrong");
        failing.forEach(instance -> {
            if (wrong) {
                steering.expose(instance);
            } else {
                steering.failProbes(instance, probes);
            }
        });
        return Map.of("failing", failing, "probes", wrong ? 1 : probes, "wrong", wrong);
    }

    /** The one that is named, or so many of a chute, the oldest first. */
    private List<String> instances(OrderFields order) {
        if (order.has("instance")) {
            return List.of(order.text("instance"));
        }
        String chute = chute(order);
        String hotkey = order.text("hotkey", "");
        return platform.instances().all().stream()
                .filter(instance -> instance.chuteId().equals(chute))
                .filter(instance -> hotkey.isEmpty() || instance.minerHotkey().equals(hotkey))
                .sorted(Comparator.comparing(Instance::createdAt))
                .limit(Objects.requireNonNullElse(order.numberOrNull("count"), 1L))
                .map(Instance::instanceId)
                .toList();
    }

    private String chute(OrderFields order) {
        String idOrName = order.text("chute");
        return platform.chutes()
                .byIdOrName(idOrName)
                .orElseThrow(() -> new Refusal(
                        404,
                        "CHUTE_UNKNOWN",
                        "There is no chute " + idOrName + ".",
                        "Name one by its id or its name; GET /devnet/state lists them."))
                .chuteId();
    }
}
