package dev.rigger.devnet.validator.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.validator.wire.Refusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Whether an order has the fields of its action; what they name is looked up when it is carried out. */
public final class OrderCheck {
    private OrderCheck() {}

    /** Refuses with 422. */
    public static void check(OperatorAction action, ObjectNode order) {
        for (String field : action.required()) {
            if (!order.has(field)) {
                throw new Refusal(
                        422,
                        "ORDER_FIELD_MISSING",
                        field + " is required to " + action.wireName() + ".",
                        "Add the field " + field + ".");
            }
        }
        order.fieldNames().forEachRemaining(field -> {
            if (!action.known().contains(field)) {
                throw new Refusal(
                        422,
                        "ORDER_FIELD_UNKNOWN",
                        action.wireName() + " has no field " + field + ".",
                        "Known are " + sorted(action) + ".");
            }
        });
    }

    private static String sorted(OperatorAction action) {
        List<String> names = new ArrayList<>(action.known());
        Collections.sort(names);
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
