package dev.rigger.devnet.validator.routes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.validator.faults.FaultJson;
import dev.rigger.devnet.validator.faults.Faults;
import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.Reply;
import dev.rigger.devnet.validator.wire.Router;
import dev.rigger.devnet.validator.wire.WireJson;
import java.util.List;

/** {@code /devnet/faults}: things go wrong, until they are told not to. */
public final class FaultRoutes {
    private final Faults faults;

    public FaultRoutes(Faults faults) {
        this.faults = faults;
    }

    public void addTo(Router router) {
        router.on("GET", "/devnet/faults", call -> Reply.json(standing()))
                .on("POST", "/devnet/faults", this::add)
                .on("DELETE", "/devnet/faults", this::clear)
                .on("DELETE", "/devnet/faults/{number}", this::end);
    }

    /** The faults that stand, as they are told. */
    public List<ObjectNode> standing() {
        return faults.standing().stream().map(FaultRoutes::wire).toList();
    }

    private Reply add(Call call) {
        return Reply.json(201, wire(faults.add(FaultJson.read(call.json()))));
    }

    private Reply clear(Call call) {
        faults.clear();
        return Reply.json(standing());
    }

    private Reply end(Call call) {
        String number = call.variable("number");
        boolean known = number.matches("\\d{1,18}") && faults.remove(Long.parseLong(number));
        if (!known) {
            throw new Refusal(
                    404,
                    "FAULT_NOT_STANDING",
                    "No fault " + number + " stands.",
                    "GET /devnet/faults lists those that do.");
        }
        return Reply.json(standing());
    }

    private static ObjectNode wire(Faults.Standing one) {
        return FaultJson.write(one.fault())
                .put("number", one.number())
                .put("hits", one.hits())
                .put("until", one.until() == null ? null : WireJson.format(one.until()));
    }
}
