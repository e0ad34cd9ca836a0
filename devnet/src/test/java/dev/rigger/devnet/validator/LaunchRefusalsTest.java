package dev.rigger.devnet.validator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.cluster.programs.JobPorts;
import dev.rigger.devnet.local.Loopback;
import dev.rigger.devnet.validator.MinerSide.Answer;
import dev.rigger.devnet.validator.clock.DevnetClock;
import dev.rigger.devnet.validator.platform.ChuteJob;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.devnet.validator.platform.LaunchProof;
import dev.rigger.devnet.validator.wire.WireJson;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.prover.CpuProver;
import dev.rigger.gpv1.prover.HeldWork;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What claims and proofs of pods are refused for, beyond what an ordinary launch meets. */
class LaunchRefusalsTest {
    private static final String GPU = ProvingHost.uuid("aa", 0);
    private static final List<String> ONE = List.of(GPU);

    private final DevnetClock clock = DevnetClock.over(Clock.systemUTC());
    private int chutes;
    private DevnetValidator validator;
    private MinerSide miner;

    @BeforeEach
    void start() throws IOException {
        validator = DevnetValidator.builder().clock(clock).withoutGpuProofs().start();
        miner = new MinerSide(validator, "11".repeat(32));
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

    private String chute(Consumer<ChuteOrder.Draft> more) {
        return validator
                .platform()
                .chutes()
                .create(ChuteOrder.of("chute-" + ++chutes, 1, 140, "h200")
                        .wanting(9)
                        .with(more))
                .chuteId();
    }

    private PodSide pod(String chute) {
        return new PodSide(miner, validator, miner.token(chute));
    }

    /** A pod of a fresh job that needs tcp 9000. */
    private PodSide jobPod() {
        String chute = chute(order ->
                order.jobs = List.of(new ChuteJob("train", List.of(new ChuteJob.Port("http", 9000, "tcp")))));
        String job = validator
                .platform()
                .jobs()
                .create("user", chute, "train", WireJson.MAPPER.createObjectNode())
                .jobId();
        return new PodSide(
                miner,
                validator,
                miner.get("/instances/launch_config?chute_id=" + chute + "&job_id=" + job, "launch")
                        .json());
    }

    private static void refused(int status, String because, Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().path("detail").asText()).contains(because);
    }

    @Test
    void aPodWithAnOpenNetworkIsRefusedWhereItsChutesIsClosed() {
        refused(403, "network is open", pod(chute(order -> {})).claimWith(31_000, ONE, "127.0.0.1", "\"egress\":true"));
    }

    @Test
    void aKeyThatNoSessionCanBeDerivedFromIsRefused() {
        String chute = chute(order -> {});
        refused(400, "rint_pubkey", pod(chute).claimWith(31_000, ONE, "127.0.0.1", "\"rint_pubkey\":\"beef\""));
        String field = "\"egress\":false,\"rint_pubkey\":\"" + "ab".repeat(32) + "\"";
        assertThat(pod(chute).claimWith(31_000, ONE, "127.0.0.1", field).status())
                .isEqualTo(200);
    }

    @Test
    void aJobIsClaimedFromItsOwnPublicHostOnly() {
        refused(400, "127.0.0.1 is not 198.51.100.7", jobPod().claimWith(31_000, ONE, "198.51.100.7", ""));
    }

    @Test
    void aJobsPodHasThePortsOfTheJobAndNoOthers() {
        refused(403, "[tcp 9000]", jobPod().claim(31_000, ONE));
        refused(403, "[tcp 9001]", jobPod().claim(31_000, ONE, "tcp", 9001, 31_001));
        refused(403, "[udp 9000]", jobPod().claim(31_000, ONE, "udp", 9000, 31_001));
    }

    @Test
    void aJobsPortThatNobodyReachesOrThatAnswersWrongCostsTheInstance() throws IOException {
        int outer = Loopback.port(0);
        PodSide shut = jobPod();
        Answer claimed = shut.claim(31_000, ONE, "tcp", 9000, outer);
        refused(403, "tcp port 9000 at 127.0.0.1:" + outer + " cannot be reached", shut.prove(claimed.json()));

        PodSide wrong = jobPod();
        Answer again = wrong.claim(31_000, ONE, "tcp", 9000, outer);
        JsonNode mappings = WireJson.MAPPER.readTree(wrong.lastBody()).path("port_mappings");
        try (JobPorts ports = JobPorts.open("127.0.0.1", mappings, "00".repeat(16))) {
            refused(403, "tcp port 9000 at 127.0.0.1:" + outer + " answers", wrong.prove(again.json()));
        }
        assertThat(validator.platform().instances().all()).isEmpty();
        assertThat(validator.platform().jobs().all()).allMatch(job -> job.waiting());
    }

    /** A pod that was asked for GPV1, and what it found by doing the work. */
    private record Proving(PodSide pod, String key, String plaintext, ObjectNode proof) {
        Answer prove() {
            return pod.prove(key, plaintext, ",\"proof\":" + proof);
        }

        ObjectNode product() {
            return (ObjectNode) proof.path(GPU).path("work_product");
        }
    }

    private Proving proving() {
        PodSide pod = pod(chute(order -> order.launchProof = LaunchProof.GPV1));
        JsonNode claimed = pod.claim(31_000, ONE).json();
        assertThat(claimed.path("scheme").asText()).isEqualTo("gpv1");
        assertThat(claimed.path("profile").path("rows").asLong()).isEqualTo(Profile.TINY.rows());
        JsonNode key = claimed.path("symmetric_key");
        GpuIdentity gpu = ProvingHost.h200(GPU);
        Challenge challenge = new Challenge(
                claimed.path("seed").asLong(),
                Profile.TINY,
                Map.of(GPU, key.path("ciphertext").asText()));
        ObjectNode proof = WireJson.MAPPER.createObjectNode();
        try (HeldWork work = new CpuProver().prove(gpu, challenge, ProofWatch.NONE)) {
            ObjectNode product = proof.putObject(GPU).putObject("work_product");
            product.putArray("intermediate_hashes").add(HexFormat.of().formatHex(work.root()));
            product.put("num_matrices", 2)
                    .put("total_iterations", 2)
                    .put("rows", 512)
                    .put("groups", 2);
            return new Proving(
                    pod,
                    work.plaintext().orElseThrow(),
                    key.path("response_plaintext").asText(),
                    proof);
        }
    }

    @Test
    void gpusThatDidTheWorkAreBelieved() {
        Proving proving = proving();

        assertThat(proving.prove().status()).isEqualTo(200);
        assertThat(proving.pod().activate().status()).isEqualTo(200);
    }

    @Test
    void aGpuWithoutAProofIsRefusedAlthoughTheKeyIsRight() {
        Proving proving = proving();
        proving.proof().removeAll();

        refused(403, "gpv1: MISSING_GPU", proving.prove());
        assertThat(validator.platform().instances().all()).isEmpty();
    }

    @Test
    void aRootOfOtherWorkIsRefused() {
        Proving proving = proving();
        proving.product().putArray("intermediate_hashes").add("00".repeat(32));

        refused(403, "gpv1: WRONG_ROOT", proving.prove());
    }

    @Test
    void lessWorkThanAskedForIsRefused() {
        Proving proving = proving();
        proving.product().put("rows", 256);

        refused(403, "gpv1: WRONG_SIZE", proving.prove());
    }

    @Test
    void whoDidNotOpenTheBoxesIsRefused() {
        Proving proving = proving();

        refused(
                403,
                "Verification failed: the answer",
                new Proving(proving.pod(), "11".repeat(16), proving.plaintext(), proving.proof()).prove());
    }

    @Test
    void aProofThatComesTooLateIsRefused() {
        Proving proving = proving();
        validator.clockwork().advance(Duration.ofHours(1));

        refused(403, "the proof took longer than", proving.prove());
    }
}
