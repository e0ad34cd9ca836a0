package dev.rigger.devnet.validator.routes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.MinerGate;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.Reply;
import dev.rigger.devnet.validator.wire.Router;
import java.util.Base64;
import java.util.Map;

/**
 * {@code GET /registry/auth}: a miner's signature of purpose {@code registry} for the registry's own credentials. It is asked
 * by the proxy in front of the registry, which must show its secret where the profile says so.
 */
public final class RegistryRoutes {
    private final Platform platform;
    private final MinerGate gate;
    private final String proxySecret;

    /** @param proxySecret what the proxy sends as {@code X-Registry-Proxy-Auth} */
    public RegistryRoutes(Platform platform, MinerGate gate, String proxySecret) {
        this.platform = platform;
        this.gate = gate;
        this.proxySecret = proxySecret;
    }

    public void addTo(Router router) {
        router.on("GET", "/registry/auth", this::authorise);
    }

    /** The proxy in front of the registry puts the answer's header in the place of the client's. */
    private Reply authorise(Call call) {
        gate.forPurpose(call, "registry");
        if (platform.rules().wire().registryProxyProves()
                && call.header("X-Registry-Proxy-Auth")
                        .filter(proxySecret::equals)
                        .isEmpty()) {
            throw new Refusal(403, "X-Registry-Proxy-Auth is missing or wrong");
        }
        String credentials = Base64.getEncoder().encodeToString((":" + platform.registryPassword()).getBytes(UTF_8));
        return Reply.json(Map.of("authenticated", true)).with(Map.of("Authorization", "Basic " + credentials));
    }
}
