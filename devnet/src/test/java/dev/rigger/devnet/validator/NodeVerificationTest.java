package dev.rigger.devnet.validator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
