package dev.rigger.devnet.validator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.host.ProofPlan;
import dev.rigger.gpv1.verifier.Terms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeVerificationTest {
    private static final String SEED = "11".repeat(32);

    @Test
    void gpusThatProveThemselvesAreVerified() throws IOException {
        try (DevnetValidator validator = DevnetValidator.builder().start();
                ProvingHost host = new ProvingHost(3, "bb")) {
            MinerSide miner = new MinerSide(validator, SEED);
            MinerSide.Answer accepted = miner.postSigned("/nodes/", host.announcement("server-1"));
            assertThat(accepted.status()).isEqualTo(202);

            assertThat(verdict(miner, accepted.json().path("task_id").asText())).isEqualTo("verified");
            assertThat(miner.get("/miner/nodes/", "miner").items())
                    .hasSize(3)
                    .allSatisfy(node ->
                            assertThat(node.path("verified_at").isTextual()).isTrue());
            assertThat(miner.postSigned("/nodes/", host.announcement("server-1"))
                            .status())
                    .isEqualTo(409);
        }
    }

    @Test
    void aHostThatIsNotThereFailsVerification() throws IOException {
        try (DevnetValidator validator = DevnetValidator.builder().start()) {
            MinerSide miner = new MinerSide(validator, SEED);
            String announcement;
            try (ProvingHost gone = new ProvingHost(1, "cc")) {
                announcement = gone.announcement("server-1");
            }
            MinerSide.Answer accepted = miner.postSigned("/nodes/", announcement);

            assertThat(verdict(miner, accepted.json().path("task_id").asText())).isEqualTo("failed");
        }
    }

    @Test
    void theCatalogueTellsTheFullProofOfEachTypeThatHasOne() throws IOException {
        try (DevnetValidator validator = DevnetValidator.builder().start()) {
            JsonNode types = new MinerSide(validator, SEED)
                    .get("/nodes/supported", "graval")
                    .json();

            assertThat(types.path("h200").path("gpv1").toString())
                    .isEqualTo(
                            "{\"n\":16384,\"t\":8,\"r\":4,\"gs\":256,\"pct\":95,\"estimate_s\":17.0,\"window\":[0.55,1.7],"
                                    + "\"audits\":2,\"audit_steps\":16,\"audit_step_ms\":60}");
            assertThat(types.path("3090").has("gpv1")).isFalse();
            assertThat(types.path("3090").path("clock_rate").path("boost").asInt())
                    .isEqualTo(1695);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        NONE           | 30    | 20000 | verified |
        NONE           | 0.001 | 20000 | failed   | elapsed
        NONE           | 3600  | 20000 | failed   | elapsed
        SLOW_MEMORY    | 30    | 500   | failed   | audit 1 late
        MADE_UP_SCANS  | 30    | 20000 | failed   | invalid (audit 1
        FORGOTTEN_WORK | 30    | 20000 | failed   | /audit was answered 410\
        """)
    void timesAndMemoryAreJudged(
            ProvingHost.Lie lie, double estimateSeconds, long auditStepMs, String status, @Nullable String why)
            throws IOException {
        // One scan an audit: its chain is another test's matter, its deadline this one's.
        Duration estimate = Duration.ofMillis(Math.round(estimateSeconds * 1_000));
        double earliest = estimateSeconds > 1_000 ? 0.55 : 0;
        Terms terms = new Terms(estimate, earliest, 1.7, 2, 1, Duration.ofMillis(auditStepMs));
        ProofPlan plan = new ProofPlan(Profile.TINY, terms, Duration.ofSeconds(60), Duration.ofMillis(10));
        try (DevnetValidator validator =
                        DevnetValidator.builder().nodeProofs(type -> plan).start();
                ProvingHost host = new ProvingHost(2, "f" + lie.ordinal(), lie)) {
            MinerSide miner = new MinerSide(validator, SEED);
            String task = miner.postSigned("/nodes/", host.announcement("server-1"))
                    .json()
                    .path("task_id")
                    .asText();

            assertThat(verdict(miner, task)).isEqualTo(status);
            if (why != null) {
                assertThat(miner.get("/nodes/verification_status?task_id=" + task, "graval")
                                .json()
                                .path("detail")
                                .asText())
                        .contains(why);
            }
        }
    }

    @Test
    void aGpuThatIsNotOfItsTypeIsRefused() throws IOException {
        try (DevnetValidator validator = DevnetValidator.builder().start();
                ProvingHost host = new ProvingHost(1, "dd")) {
            MinerSide miner = new MinerSide(validator, SEED);

            assertThat(miner.postSigned("/nodes/", host.announcement("s", "a100", 132))
                            .text())
                    .contains("GPU parameter validation error");
            assertThat(miner.postSigned("/nodes/", host.announcement("s", "h200", 64))
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void whatWasKnownIsKnownAfterARestart(@TempDir Path directory) throws IOException {
        String chute;
        String url;
        try (DevnetValidator validator = DevnetValidator.builder()
                        .starterChutes()
                        .withoutGpuProofs()
                        .stateDirectory(directory)
                        .start();
                ProvingHost host = new ProvingHost(1, "ee")) {
            MinerSide miner = new MinerSide(validator, SEED);
            miner.postSigned("/nodes/", host.announcement("server-1"));
            chute = validator
                    .platform()
                    .chutes()
                    .byIdOrName("qwen-vision")
                    .orElseThrow()
                    .chuteId();
            url = miner.token(chute).path("token").asText();
        }
        try (DevnetValidator again = DevnetValidator.builder()
                .starterChutes()
                .stateDirectory(directory)
                .start()) {
            MinerSide miner = new MinerSide(again, SEED);
            assertThat(again.platform().chutes().all()).hasSize(12);
            assertThat(miner.get("/miner/nodes/", "miner").items()).hasSize(1);
            String config = again.platform().standing(chute).chute().chuteId();
            assertThat(config).isEqualTo(chute);
            // A token from before the restart is still one of ours.
            assertThat(miner.pod("GET", again.api() + "/instances/launch_config/other/nonce", url, "")
                            .status())
                    .isEqualTo(404);
        }
    }

    private static String verdict(MinerSide miner, String taskId) {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
        String status = "pending";
        while (status.equals("pending") && Instant.now().isBefore(deadline)) {
            status = miner.get("/nodes/verification_status?task_id=" + taskId, "graval")
                    .json()
                    .path("status")
                    .asText();
        }
        return status;
    }
}
