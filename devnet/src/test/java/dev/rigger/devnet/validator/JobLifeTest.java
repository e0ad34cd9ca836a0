package dev.rigger.devnet.validator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.validator.MinerSide.Answer;
import dev.rigger.devnet.validator.platform.ChuteJob;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.devnet.validator.platform.Job;
import dev.rigger.devnet.validator.platform.Job.Status;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A job from its wish to each of its ends, as miners hear of it. */
class JobLifeTest {
    private static final Map<String, String> USER = Map.of("Authorization", "Bearer cpk_devnet");

    private DevnetValidator validator;
    private MinerSide first;
    private MinerSide second;
    private SocketSide socket;
    private String chute;
    private String job = "";

    @BeforeEach
    void start() throws IOException {
        validator = DevnetValidator.builder().withoutGpuProofs().start();
        first = new MinerSide(validator, "11".repeat(32));
        second = new MinerSide(validator, "22".repeat(32));
        chute = validator
                .platform()
                .chutes()
                .create(ChuteOrder.of("trainer", 1, 140, "h200")
                        .with(order -> order.jobs = List.of(new ChuteJob("train", List.of()))))
                .chuteId();
        announce(first, "aa");
        announce(second, "bb");
        socket = SocketSide.authenticated(validator, first);
        job = first.send("POST", "/jobs/" + chute + "/train", USER, "{\"_disk_gb\":40}")
                .json()
                .path("job_id")
                .asText();
    }

    @AfterEach
    void stop() {
        socket.close();
        validator.close();
    }

    private static void announce(MinerSide miner, String prefix) throws IOException {
        try (ProvingHost host = new ProvingHost(1, prefix)) {
            // Two miners do not share a host.
            String address = prefix.equals("aa") ? "127.0.0.1" : "127.0.0.2";
            String body = host.announcement("server-" + prefix).replace("\"127.0.0.1\"", "\"" + address + "\"");
            assertThat(miner.postSigned("/nodes/", body).status()).isEqualTo(202);
        }
    }

    private Answer token(MinerSide miner) {
        return miner.get("/instances/launch_config?chute_id=" + chute + "&job_id=" + job, "launch");
    }

    private PodSide pod(MinerSide miner) {
        return new PodSide(miner, validator, token(miner).json());
    }

    private JsonNode told(String reason) {
        return socket.eventsUntil("miner_broadcast", reason).getLast().path("data");
    }

    private Job job() {
        return validator.platform().jobs().byId(job).orElseThrow();
    }

    private Answer claim(PodSide pod, MinerSide miner) {
        return miner == first
                ? pod.claim(31_000, List.of(ProvingHost.uuid("aa", 0)))
                : pod.claimWith(31_000, List.of(ProvingHost.uuid("bb", 0)), "127.0.0.2", "");
    }

    @Test
    void aNewJobIsToldWithItsDiskAndNobodyToExclude() {
        JsonNode told = told("job_created");

        assertThat(told.path("job_id").asText()).isEqualTo(job);
        assertThat(told.path("disk_gb").asInt()).isEqualTo(40);
        assertThat(told.path("exclude").isArray()).isTrue();
        assertThat(told.path("exclude")).isEmpty();
    }

    @Test
    void aReleasedJobIsToldAgainWithoutItsDiskAndExcludesWhoTriedIt() {
        told("job_created");
        PodSide pod = pod(first);
        assertThat(claim(pod, first).status()).isEqualTo(200);
        assertThat(first.delete("/miner/jobs/" + job, "miner").status()).isEqualTo(200);

        JsonNode again = told("job_created");
        assertThat(again.has("disk_gb")).isFalse();
        assertThat(again.path("exclude").valueStream().map(JsonNode::asText)).containsExactly(first.hotkey.ss58());
        assertThat(job()).matches(Job::waiting);
        assertThat(validator.platform().instances().all()).isEmpty();
        assertThat(token(first).status()).isEqualTo(403);
        assertThat(first.delete("/miner/jobs/" + job, "miner").status()).isEqualTo(404);

        PodSide other = pod(second);
        assertThat(claim(other, second).status()).isEqualTo(200);
        assertThat(job().minerHotkey()).isEqualTo(second.hotkey.ss58());
        assertThat(job().diskGb()).isEqualTo(40);
    }

    @Test
    void onlyTheFirstClaimOfARaceWins() {
        PodSide winner = pod(first);
        PodSide loser = pod(second);

        assertThat(claim(winner, first).status()).isEqualTo(200);
        assertThat(claim(loser, second).status()).isEqualTo(409);
        assertThat(claim(loser, second).status()).isEqualTo(403);
    }

    @Test
    void aRunningJobGoesOnUntilItIsReportedAndDone() {
        PodSide pod = pod(first);
        Answer proven = pod.prove(claim(pod, first).json());
        assertThat(job().active()).isFalse();
        pod.activate();
        assertThat(job()).matches(Job::active);
        String url = proven.json().path("job_status_url").asText();

        assertThat(first.plain("PUT", url, "{\"status\":\"done\"}").status()).isEqualTo(400);
        assertThat(first.plain("POST", url, "{\"status\":\"complete\"}").status())
                .isEqualTo(200);
        assertThat(job().status()).isEqualTo(Status.COMPLETE_PENDING_UPLOADS);
        assertThat(first.plain("POST", url, "{\"status\":\"complete\"}").status())
                .isEqualTo(400);
        assertThat(first.plain("PUT", url, "{\"status\":\"done\"}").status()).isEqualTo(200);
        assertThat(job().status()).isEqualTo(Status.COMPLETE);
        assertThat(told("instance_deleted").path("miner_hotkey").asText()).isEqualTo(first.hotkey.ss58());
    }

    @Test
    void whatWasAnnouncedAndNeverCameMakesAPartialFailure() {
        PodSide pod = pod(first);
        Answer proven = pod.prove(claim(pod, first).json());
        String url = proven.json().path("job_status_url").asText();
        first.plain("POST", url, "{\"status\":\"complete\",\"output_filenames\":[\"a\"]}");
        first.plain("PUT", url, "{\"status\":\"done\"}");

        assertThat(job().status()).isEqualTo(Status.PARTIAL_FAILURE);
    }

    @Test
    void aJobWhosePodDoesNotListenIsToldToBeDeletedToAll() {
        PodSide pod = pod(first);
        pod.prove(claim(pod, first).json());
        String instance = String.valueOf(job().instanceId());
        assertThat(second.send("DELETE", "/jobs/" + job, USER, "").status()).isEqualTo(200);

        JsonNode told = told("job_deleted");
        assertThat(told.path("instance_id").asText()).isEqualTo(instance);
        assertThat(told.path("job_id").asText()).isEqualTo(job);
        assertThat(job().status()).isEqualTo(Status.CANCELLED);
    }

    @Test
    void nobodyIsToldOfTheEndOfAJobThatNobodyRuns() {
        PodSide late = pod(first);
        first.send("DELETE", "/jobs/" + job, USER, "");
        validator.sockets().broadcast("end", Map.of());

        assertThat(socket.eventsUntil("miner_broadcast", "end"))
                .extracting(event -> event.path("reason").asText())
                .doesNotContain("job_deleted");
        assertThat(claim(late, first).status()).isEqualTo(409);
        assertThat(token(second).status()).isEqualTo(409);
    }

    @Test
    void aJobDiesWithItsInstance() {
        PodSide pod = pod(first);
        pod.prove(claim(pod, first).json());
        pod.activate();
        validator.platform().instances().kill(String.valueOf(job().instanceId()));

        assertThat(job()).matches(ended -> ended.status() == Status.ERROR && !ended.minerTerminated());
    }
}
