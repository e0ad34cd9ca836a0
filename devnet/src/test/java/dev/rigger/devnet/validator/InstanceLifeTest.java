package dev.rigger.devnet.validator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.devnet.validator.platform.Incident;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InstanceLifeTest {
    private DevnetValidator validator;
    private MinerSide miner;
    private String chute;
    private final List<String> gpus = List.of(ProvingHost.uuid("aa", 0), ProvingHost.uuid("aa", 1));

    @BeforeEach
    void start() throws IOException {
        validator = DevnetValidator.builder().withoutGpuProofs().start();
        miner = new MinerSide(validator, "11".repeat(32));
        chute = validator
                .platform()
                .chutes()
                .create(ChuteOrder.of("one-gpu", 1, 140, "h200").wanting(1))
                .chuteId();
        try (ProvingHost host = new ProvingHost(2, "aa")) {
            assertThat(miner.postSigned("/nodes/", host.announcement("server-1"))
                            .status())
                    .isEqualTo(202);
        }
    }

    @AfterEach
    void stop() {
        validator.close();
    }

    private PodSide pod() {
        return new PodSide(miner, validator, miner.token(chute));
    }

    private JsonNode instances() {
        return miner.get("/miner/active_instances/", "miner").json();
    }

    @Test
    void aTokenBecomesAnActiveInstanceThatClaimsTheBounty() {
        assertThat(miner.plain("POST", "/devnet/bounty", "{\"chute_id\":\"" + chute + "\",\"amount\":777}")
                        .status())
                .isEqualTo(201);
        assertThat(miner.plain("GET", "/bounties/", "")
                        .json()
                        .path(0)
                        .path("bounty_amount")
                        .asInt())
                .isEqualTo(777);
        PodSide pod = pod();

        assertThat(pod.nonce().text()).matches("[0-9a-f]{32}");
        assertThat(pod.nonce().status()).isEqualTo(404);
        MinerSide.Answer claimed = pod.claim(31_000, gpus.subList(0, 1));
        assertThat(claimed.status()).isEqualTo(200);
        assertThat(pod.activate().status()).isEqualTo(403);
        assertThat(pod.prove(claimed.json()).json().path("activation_url").asText())
                .endsWith("/activate");
        assertThat(pod.activate().status()).isEqualTo(200);
        assertThat(pod.activate().status()).isEqualTo(200);

        assertThat(instances()).hasSize(1);
        JsonNode own = miner.get("/miner/instances/?explicit_null=True", "miner")
                .items()
                .get(0);
        assertThat(own.path("bounty").asBoolean()).isTrue();
        assertThat(miner.plain("GET", "/bounties/", "").json()).isEmpty();
        assertThat(validator.platform().incidents()).isEmpty();
    }

    @Test
    void noTokenIsGivenAboveTheTarget() {
        PodSide pod = pod();
        pod.prove(pod.claim(31_000, gpus.subList(0, 1)).json());
        pod.activate();

        assertThat(miner.get("/instances/launch_config?chute_id=" + chute, "launch")
                        .status())
                .isEqualTo(423);
    }

    @Test
    void theLoserOfARaceIsToldAndItsInstanceDisappears() {
        PodSide first = pod();
        PodSide second = pod();
        first.prove(first.claim(31_000, gpus.subList(0, 1)).json());
        second.prove(second.claim(31_001, gpus.subList(1, 2)).json());

        assertThat(first.activate().status()).isEqualTo(200);
        assertThat(second.activate().status()).isEqualTo(423);
        assertThat(miner.get("/miner/instances/", "miner").items()).hasSize(1);
    }

    @Test
    void aSecondClaimOnOneGpuIsRefusedAndRemembered() {
        PodSide first = pod();
        PodSide second = pod();
        first.claim(31_000, gpus.subList(0, 1));

        assertThat(second.claim(31_001, gpus.subList(0, 1)).status()).isEqualTo(409);
        assertThat(second.claim(31_001, gpus.subList(1, 2)).status()).isEqualTo(403);
        assertThat(validator.platform().incidents())
                .extracting(Incident::kind)
                .containsExactly(Incident.Kind.GPU_CLAIMED_TWICE);
    }

    @Test
    void aTokenClaimsOnce() {
        PodSide pod = pod();
        pod.claim(31_000, gpus.subList(0, 1));

        assertThat(pod.claim(31_000, gpus.subList(0, 1)).status()).isEqualTo(401);
        assertThat(validator.platform().incidents())
                .extracting(Incident::kind)
                .containsExactly(Incident.Kind.CONFIG_CLAIMED_TWICE);
    }

    @Test
    void aWrongAnswerToTheClaimCostsTheInstance() {
        PodSide pod = pod();
        pod.claim(31_000, gpus.subList(0, 1));

        assertThat(pod.prove("00".repeat(16), "something else").status()).isEqualTo(403);
        assertThat(miner.get("/miner/instances/?explicit_null=True", "miner").text())
                .isEqualTo("data: NO_ITEMS\n\n");
    }

    @Test
    void everyRefusalOfALaunchTokenHasItsStatus() {
        assertThat(miner.get("/instances/launch_config?chute_id=unknown", "launch")
                        .status())
                .isEqualTo(404);
        assertThat(miner.get("/instances/launch_config?chute_id=" + chute, "miner")
                        .status())
                .isEqualTo(401);
        validator.platform().blacklist(miner.hotkey.ss58(), "test");
        assertThat(miner.get("/instances/launch_config?chute_id=" + chute, "launch")
                        .status())
                .isEqualTo(403);
        validator.platform().forgive(miner.hotkey.ss58());
        miner.plain("PUT", "/devnet/chutes/" + chute, "{\"disabled\":true}");
        assertThat(miner.get("/instances/launch_config?chute_id=" + chute, "launch")
                        .status())
                .isEqualTo(423);
    }

    @Test
    void withdrawingAServerTakesItsGpusAndInstancesAlong() {
        PodSide pod = pod();
        pod.claim(31_000, gpus.subList(0, 1));

        assertThat(miner.delete("/servers/server-1", "tee").status()).isEqualTo(200);
        assertThat(miner.delete("/servers/server-1", "tee").status()).isEqualTo(404);
        assertThat(miner.get("/miner/nodes/", "miner").items()).isEmpty();
        assertThat(miner.get("/miner/instances/", "miner").items()).isEmpty();
    }

    @Test
    void aSecondVersionOfAChuteEndsTheOldDefinition() {
        String before = validator.platform().standing(chute).chute().version();
        miner.plain("PUT", "/devnet/chutes/" + chute, "{\"gpu_count\":2}");
        String after = validator.platform().standing(chute).chute().version();

        assertThat(miner.get("/miner/chutes/" + chute + "/" + before, "miner").status())
                .isEqualTo(404);
        assertThat(miner.get("/miner/chutes/" + chute + "/" + after, "miner")
                        .json()
                        .path("node_selector")
                        .path("gpu_count")
                        .asInt())
                .isEqualTo(2);
    }
}
