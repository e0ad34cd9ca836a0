package dev.rigger.devnet.validator.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.validator.faults.Faults;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.WireJson;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Carries out what operators order, and answers with what came of it, to be told as JSON. */
public final class Operator {
    private static final String ANYBODY = "devnet-user";

    private final Platform platform;
    private final Steering steering;
    private final Faults faults;
    private final IntSupplier dropSockets;

    /** @param dropSockets ends every socket, answers how many there were */
    public Operator(Platform platform, Steering steering, Faults faults, IntSupplier dropSockets) {
        this.platform = platform;
        this.steering = steering;
        this.faults = faults;
        this.dropSockets = dropSockets;
    }

    /** Refuses with a status, a code and what to do next. */
    public Object perform(OperatorAction action, ObjectNode order) {
        OrderCheck.check(action, order);
        try {
            return carryOut(action, new Order(order));
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

    private Object carryOut(OperatorAction action, Order order) {
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
            case CANCEL_JOB -> platform.jobs().cancel(order.text("job"));
            case FORCE_BOUNTY -> platform.bounties().force(chute(order), order.numberOrNull("amount"));
            case SET_TARGET -> target(order);
            case SET_UTILIZATION -> utilization(order);
            case KILL_INSTANCES -> kill(order);
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
    private Object pinned(String chuteId, Order order) {
        if (order.has("target")) {
            steering.pinTarget(chuteId, true);
        }
        return platform.standing(chuteId).chute();
    }

    private Object patch(Order order) {
        String image = order.has("image")
                ? order.text("image")
                : platform.standing(chute(order)).chute().imageId();
        return platform.images().patch(image, order.text("patch_version"), order.text("chutes_version", "0.6.11"));
    }

    private Object target(Order order) {
        String chute = chute(order);
        Long copies = order.numberOrNull("target");
        steering.pinTarget(chute, copies != null);
        if (copies != null) {
            platform.chutes().target(chute, Math.toIntExact(copies));
        }
        return Map.of("chute_id", chute, "target", platform.standing(chute).target(), "pinned", copies != null);
    }

    private Object utilization(Order order) {
        String chute = chute(order);
        steering.forceUtilization(chute, order.shareOrNull("utilization"));
        return platform.standing(chute).load();
    }

    private Object kill(Order order) {
        if (order.has("instance")) {
            platform.instances().kill(order.text("instance"));
            return Map.of("killed", List.of(order.text("instance")));
        }
        String chute = chute(order);
        @Nullable Long count = order.numberOrNull("count");
        String hotkey = order.text("hotkey", "");
        List<String> doomed = platform.instances().all().stream()
                .filter(instance -> instance.chuteId().equals(chute))
                .filter(instance -> hotkey.isEmpty() || instance.minerHotkey().equals(hotkey))
                .sorted(Comparator.comparing(Instance::createdAt))
                .limit(Objects.requireNonNullElse(count, 1L))
                .map(Instance::instanceId)
                .toList();
        doomed.forEach(platform.instances()::kill);
        return Map.of("killed", doomed);
    }

    private String chute(Order order) {
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

    /** An order's fields, each refused with 422 where it is not what its name says. */
    private record Order(ObjectNode json) {
        boolean has(String field) {
            return json.hasNonNull(field);
        }

        <T> T as(Class<T> type) {
            try {
                return WireJson.MAPPER.treeToValue(json, type);
            } catch (JsonProcessingException e) {
                throw wrong("The order cannot be read: " + e.getOriginalMessage(), "Correct the field that is named.");
            }
        }

        String text(String field) {
            JsonNode value = json.path(field);
            if (!value.isValueNode() || value.isNull() || value.asText().isBlank()) {
                throw wrong(field + " is no text.", "Give it as text.");
            }
            return value.asText();
        }

        String text(String field, String otherwise) {
            return has(field) ? text(field) : otherwise;
        }

        @Nullable
        Long numberOrNull(String field) {
            if (!has(field)) {
                return null;
            }
            JsonNode value = json.path(field);
            if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < 0) {
                throw wrong(field + " is no number of things: " + value + ".", "Give a whole number from 0.");
            }
            return value.asLong();
        }

        @Nullable
        Double shareOrNull(String field) {
            if (!has(field)) {
                return null;
            }
            JsonNode value = json.path(field);
            if (!value.isNumber() || value.asDouble() < 0 || value.asDouble() > 10) {
                throw wrong(
                        field + " is no share: " + value + ".",
                        "Give 0 for nobody, 1 for every copy busy, more for users who are turned away.");
            }
            return value.asDouble();
        }

        JsonNode objectOrEmpty(String field) {
            JsonNode value = has(field) ? json.path(field) : WireJson.MAPPER.createObjectNode();
            if (!value.isObject()) {
                throw wrong(field + " is no object.", "Give it as an object.");
            }
            return value;
        }

        private static Refusal wrong(String what, String next) {
            return new Refusal(422, "ORDER_FIELD_WRONG", what, next);
        }
    }
}
