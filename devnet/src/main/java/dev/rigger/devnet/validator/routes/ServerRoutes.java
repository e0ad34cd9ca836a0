package dev.rigger.devnet.validator.routes;

import dev.rigger.devnet.validator.platform.Device;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.MinerGate;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.Reply;
import dev.rigger.devnet.validator.wire.Router;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /servers/...}: confidential servers. Their attestation is believed here without a look. */
public final class ServerRoutes {
    private final Platform platform;
    private final MinerGate gate;

    public ServerRoutes(Platform platform, MinerGate gate) {
        this.platform = platform;
        this.gate = gate;
    }

    /** Body of {@code POST /servers/}. */
    record Registration(
            @Nullable String host,
            @Nullable String id,
            @Nullable String name,
            @Nullable List<Device> gpus) {}

    public void addTo(Router router) {
        router.on("POST", "/servers/", this::register).on("DELETE", "/servers/{name_or_id}", this::delete);
    }

    private Reply register(Call call) {
        String hotkey = gate.forBody(call);
        Registration body = call.json(Registration.class);
        if (body.id() == null || body.gpus() == null || body.gpus().isEmpty()) {
            throw new Refusal(422, "id and gpus are required");
        }
        platform.servers().register(hotkey, body.id(), body.name(), body.host(), body.gpus());
        return Reply.json(201, Map.of("message", "Server registered successfully."));
    }

    private Reply delete(Call call) {
        String name = platform.servers().delete(gate.forPurpose(call, "tee"), call.variable("name_or_id"));
        return Reply.json(Map.of("name", name, "message", "Server removed successfully"));
    }
}
