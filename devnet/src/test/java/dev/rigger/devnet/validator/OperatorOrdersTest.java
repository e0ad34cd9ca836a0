package dev.rigger.devnet.validator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.validator.MinerSide.Answer;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.devnet.validator.platform.Job;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What whoever rehearses orders over HTTP. */
class OperatorOrdersTest {
    private DevnetValidator validator;
    private MinerSide operator;

    @BeforeEach
    void start() {
        validator = DevnetValidator.builder().withoutGpuProofs().start();
        operator = new MinerSide(validator, "11".repeat(32));
        validator
                .platform()
                .chutes()
                .create(ChuteOrder.of("llama", 1, 140, "h200").wanting(2));
    }

    @AfterEach
    void stop() {
        validator.close();
    }

    private JsonNode post(String path, String body) {
        return operator.plain("POST", path, body).json();
    }

    private String chute(String name) {
        return validator.platform().chutes().byIdOrName(name).orElseThrow().chuteId();
    }

    @Test
    void aChuteLivesFromItsCreationToItsDeletion() {
        String id = post("/devnet/chutes", "{\"name\":\"flux\",\"gpu_count\":2,\"min_vram_gb\":80}")
                .path("chute_id")
                .asText();
        Answer updated = operator.plain("PUT", "/devnet/chutes/flux", "{\"gpu_count\":4}");
        assertThat(updated.json().path("gpu_count").asInt()).isEqualTo(4);
        assertThat(updated.json().path("revision").asInt()).isEqualTo(2);

        assertThat(operator.plain("DELETE", "/devnet/chutes/" + id, "").status())
                .isEqualTo(200);
        assertThat(validator.platform().chutes().byIdOrName("flux")).isEmpty();
    }

    @Test
    void anImageIsMadePatchedAndDeleted() {
        String id = post("/devnet/images", "{\"name\":\"base\",\"tag\":\"1\"}")
                .path("image_id")
                .asText();
        assertThat(operator.plain("PUT", "/devnet/images/" + id, "{\"patch_version\":\"p2\"}")
                        .json()
                        .path("patch_version")
                        .asText())
                .isEqualTo("p2");
        assertThat(operator.plain("DELETE", "/devnet/images/" + id, "").status())
                .isEqualTo(200);
        assertThat(validator.platform().images().byId(id)).isEmpty();
    }

    @Test
    void aJobIsMadeAndCancelled() {
        post("/devnet/chutes", "{\"name\":\"trainer\",\"jobs\":[{\"name\":\"train\",\"ports\":[]}]}");
        String job = post(
                        "/devnet/jobs", "{\"chute\":\"trainer\",\"method\":\"train\",\"arguments\":{\"_disk_gb\":20}}")
                .path("job_id")
                .asText();
        assertThat(validator.platform().jobs().byId(job).orElseThrow().diskGb()).isEqualTo(20);

        operator.plain("DELETE", "/devnet/jobs/" + job, "");

        assertThat(validator.platform().jobs().byId(job).orElseThrow().status()).isEqualTo(Job.Status.CANCELLED);
    }

    @Test
    void aTargetAndTheUtilizationCanBeSet() {
        post("/devnet/target", "{\"chute_id\":\"" + chute("llama") + "\",\"target\":5}");
        assertThat(validator.platform().standing(chute("llama")).target()).isEqualTo(5);

        post("/devnet/utilization", "{\"chute\":\"llama\",\"utilization\":2}");
        assertThat(validator.platform().standing(chute("llama")).load().last5m().rateLimited())
                .isPositive();
    }

    @Test
    void copiesOfAChuteAreKilledOldestFirst() throws IOException {
        try (ProvingHost host = new ProvingHost(2, "aa")) {
            operator.postSigned("/nodes/", host.announcement("server-1"));
        }
        for (int gpu = 0; gpu < 2; gpu++) {
            new PodSide(operator, validator, operator.token(chute("llama")))
                    .claim(31_000 + gpu, List.of(ProvingHost.uuid("aa", gpu)));
        }
        String younger = validator.platform().instances().all().getLast().instanceId();

        operator.plain("DELETE", "/devnet/instances", "{\"chute\":\"llama\"}");

        assertThat(validator.platform().instances().all())
                .singleElement()
                .satisfies(instance -> assertThat(instance.instanceId()).isEqualTo(younger));
    }

    @Test
    void theClockRunsFasterAndJumpsThroughWhatIsDue() {
        Instant before = validator.clock().instant();
        JsonNode clock = post("/devnet/clock", "{\"advance\":\"26h\",\"factor\":60}");
        assertThat(clock.path("factor").asDouble()).isEqualTo(60);
        assertThat(validator.clock().instant()).isAfter(before.plus(Duration.ofHours(26)));
    }

    @Test
    void aBannedMinerIsRefusedUntilItIsForgiven() {
        String hotkey = operator.hotkey.ss58();
        post("/devnet/blacklist", "{\"hotkey\":\"" + hotkey + "\",\"reason\":\"test\"}");
        assertThat(operator.get("/instances/launch_config?chute_id=" + chute("llama"), "launch")
                        .status())
                .isEqualTo(403);
        operator.plain("DELETE", "/devnet/blacklist/" + hotkey, "");
        assertThat(operator.get("/instances/launch_config?chute_id=" + chute("llama"), "launch")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            POST   | /devnet/chutes        | {"gpu_count":1}                       | 422 | ORDER_FIELD_MISSING
            POST   | /devnet/chutes        | {"name":"x","gpus":1}                 | 422 | ORDER_FIELD_UNKNOWN
            POST   | /devnet/chutes        | {"name":"x","gpu_count":"many"}       | 422 | ORDER_FIELD_WRONG
            POST   | /devnet/chutes        | {"name":"llama"}                      | 409 | ORDER_REFUSED
            POST   | /devnet/chutes        | []                                    | 422 | ORDER_SHAPE
            PUT    | /devnet/chutes/none   | {}                                    | 404 | CHUTE_UNKNOWN
            DELETE | /devnet/chutes/none   | {}                                    | 404 | CHUTE_UNKNOWN
            POST   | /devnet/bounty        | {"chute":"none"}                      | 404 | CHUTE_UNKNOWN
            POST   | /devnet/bounty        | {"chute":"llama","amount":-1}         | 422 | ORDER_FIELD_WRONG
            POST   | /devnet/target        | {"chute":"llama"}                     | 422 | ORDER_FIELD_MISSING
            POST   | /devnet/target        | {"chute":"llama","target":1.5}        | 422 | ORDER_FIELD_WRONG
            POST   | /devnet/utilization   | {"chute":"llama","utilization":"all"} | 422 | ORDER_FIELD_WRONG
            POST   | /devnet/jobs          | {"chute":"llama","method":"train"}    | 404 | ORDER_SUBJECT_UNKNOWN
            DELETE | /devnet/instances/no  | {}                                    | 404 | ORDER_SUBJECT_UNKNOWN
            DELETE | /devnet/instances     | {}                                    | 422 | ORDER_FIELD_WRONG
            POST   | /devnet/blacklist     | {"hotkey":"5x"}                       | 422 | ORDER_FIELD_MISSING
            POST   | /devnet/clock         | {}                                    | 422 | CLOCK_ORDER_EMPTY
            POST   | /devnet/clock         | {"advance":"yesterday"}               | 422 | CLOCK_ADVANCE
            POST   | /devnet/clock         | {"factor":0}                          | 422 | CLOCK_FACTOR
            """)
    void aBadOrderIsRefusedWithWhatAndCodeAndWhatNext(
            String method, String path, String body, int status, String code) {
        Answer refused = operator.plain(method, path, body);

        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.json().path("code").asText()).isEqualTo(code);
        assertThat(refused.json().path("detail").asText()).isNotEmpty();
        assertThat(refused.json().path("next").asText()).isNotEmpty();
    }
}
