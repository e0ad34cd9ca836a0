package dev.rigger.devnet.validator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.devnet.validator.platform.rules.ProtocolProfile;
import dev.rigger.hotkey.RequestSigner;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What differs between profiles on the wire is what their rules say, whichever they are. */
class ProfileWireTest {
    private static final String SEED = "11".repeat(32);

    @ParameterizedTest
    @EnumSource(ProtocolProfile.class)
    void aProfileServesWhatItsRulesSay(ProtocolProfile profile) throws IOException {
        try (DevnetValidator validator = DevnetValidator.builder()
                        .profile(profile)
                        .withoutGpuProofs()
                        .start();
                ProvingHost host = new ProvingHost(1, "aa")) {
            var wire = validator.platform().rules().wire();
            MinerSide miner = new MinerSide(validator, SEED);
            String chute = validator
                    .platform()
                    .chutes()
                    .create(ChuteOrder.of("one", 1, 140, "h200").wanting(1))
                    .chuteId();

            assertThat(validator.routes()).noneMatch(wire.absentRoutes()::contains);
            assertThat(miner.get("/miner/chutes/", "miner").items().getFirst().has("filename"))
                    .isEqualTo(wire.sourceIsListed());
            assertThat(secondVersion(validator, miner))
                    .isEqualTo(wire.signatureVersions().contains("2") ? 200 : 401);
            assertThat(miner.get("/registry/auth", "registry").status())
                    .isEqualTo(wire.registryProxyProves() ? 403 : 200);
            String nameless = host.announcement("server-1").replaceFirst("\"server_name\":\"[^\"]*\",", "");
            assertThat(miner.postSigned("/nodes/", nameless).status()).isEqualTo(wire.nodesNameServer() ? 422 : 202);
            miner.postSigned("/nodes/", host.announcement("server-1"));

            try (SocketSide socket = SocketSide.authenticated(validator, miner)) {
                miner.plain("POST", "/devnet/bounty", "{\"chute\":\"one\"}");
                assertThat(told(socket, "bounty_change").has("effective_multiplier"))
                        .isEqualTo(validator.platform().rules().bounty().worthIsTold());
                new PodSide(miner, validator, miner.token(chute)).claim(31_000, List.of(ProvingHost.uuid("aa", 0)));
                assertThat(told(socket, "instance_created").has("management_mode"))
                        .isEqualTo(wire.managementIsNamed());
            }
        }
    }

    private static JsonNode told(SocketSide socket, String reason) {
        return socket.eventsUntil("miner_broadcast", reason).getLast().path("data");
    }

    private static int secondVersion(DevnetValidator validator, MinerSide miner) {
        Map<String, String> headers =
                new RequestSigner(miner.hotkey, Clock.systemUTC()).version2("GET", "/miner/chutes/", "1", null);
        return miner.send("GET", "/miner/chutes/", headers, "").status();
    }
}
