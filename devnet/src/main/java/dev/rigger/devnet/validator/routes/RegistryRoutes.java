package dev.rigger.devnet.validator.routes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.MinerGate;
import dev.rigger.devnet.validator.wire.Reply;
import dev.rigger.devnet.validator.wire.Router;
import java.util.Base64;
import java.util.Map;

/** {@code GET /registry/auth}: a miner's signature of purpose {@code registry} for the registry's own credentials. */
public final class RegistryRoutes {
    private final Platform platform;
    private final MinerGate gate;

    public RegistryRoutes(Platform platform, MinerGate gate) {
        this.platform = platform;
        this.gate = gate;
    }

    public void addTo(Router router) {
        router.on("GET", "/registry/auth", this::authorise);
    }

    /** The proxy in front of the registry puts the answer's header in the place of the client's. */
    private Reply authorise(Call call) {
        gate.forPurpose(call, "registry");
        String credentials = Base64.getEncoder().encodeToString((":" + platform.registryPassword()).getBytes(UTF_8));
        return Reply.json(Map.of("authenticated", true)).with(Map.of("Authorization", "Basic " + credentials));
    }
}
