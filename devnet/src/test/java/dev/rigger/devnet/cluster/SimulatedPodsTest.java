package dev.rigger.devnet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.devnet.validator.platform.ChuteJob;
import dev.rigger.devnet.validator.platform.EndReason;
import dev.rigger.devnet.validator.platform.Job;
import dev.rigger.devnet.validator.platform.LaunchProof;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pods of a simulated cluster against a devnet validator, with nothing between them but their sockets. */
class SimulatedPodsTest {
    private PodHarness pods;

    @BeforeEach
    void start() throws IOException {
        pods = new PodHarness();
    }

    @AfterEach
    void stop() {
        pods.close();
    }

    @ParameterizedTest
    @EnumSource(LaunchProof.class)
    void aPodProvesItsGpusAsItsChuteAsksAndServesItsUsers(LaunchProof proof) throws Exception {
        String chute = pods.chute(order -> {
            order.gpuCount = 2;
            order.launchProof = proof;
        });
        pods.launch(chute, null, List.of(), Map.of());
        pods.await(validator -> validator.platform().standing(chute).active() == 1);

        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(pods.validator.api().resolve("/chutes/" + chute + "/run"))
                                .header("Authorization", "Bearer cpk_devnet")
                                .POST(BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(ClusterCalls.JSON.readTree(answer.body()).path("path").asText())
                .isEqualTo("/run");
    }

    @Test
    void aPodDoesItsJobShowsItsPortsDeliversItsFileAndEnds() throws IOException {
        String job = job("{\"_disk_gb\":20,\"epochs\":3}", port("tcp", 9000), port("udp", 9001));

        assertThat(pods.awaitExitCode()).isZero();

        Job ended = known(job);
        assertThat(ended.status()).isEqualTo(Job.Status.COMPLETE);
        assertThat(String.valueOf(ended.result())).contains("\"epochs\":3");
        assertThat(ended.outputFiles())
                .hasEntrySatisfying("result.json", bytes -> assertThat(bytes).isPositive());
        assertThat(pods.validator.platform().instances().all()).isEmpty();
        assertThat(reasons()).containsExactly(EndReason.JOB_OVER.text());
    }

    @Test
    void aJobThatFailsSaysWhy() throws IOException {
        String job = job("{\"_error\":\"out of memory\"}");

        assertThat(pods.awaitExitCode()).isZero();

        assertThat(known(job))
                .matches(ended -> ended.status() == Job.Status.ERROR && "out of memory".equals(ended.errorDetail()));
    }

    @Test
    void aJobsPodThatListensIsAskedToEndAndDoes() throws Exception {
        String job = job("{\"_seconds\":600}");
        pods.await(validator -> known(job).active());

        HttpRequest cancel = HttpRequest.newBuilder(URI.create(pods.validator.api() + "/jobs/" + job))
                .header("Authorization", "Bearer cpk_devnet")
                .DELETE()
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(cancel, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);

        assertThat(pods.awaitExitCode()).isZero();
        assertThat(known(job))
                .matches(ended ->
                        ended.status() == Job.Status.CANCELLED && "cancelled by its user".equals(ended.errorDetail()));
        assertThat(reasons()).containsExactly(EndReason.JOB_OVER.text());
    }

    private List<String> reasons() {
        return pods.validator.platform().instances().ended().stream()
                .map(ended -> ended.reason())
                .toList();
    }

    private static ChuteJob.Port port(String protocol, int port) {
        return new ChuteJob.Port(protocol + "-" + port, port, protocol);
    }

    /** A job whose pod is on its way. */
    private String job(String arguments, ChuteJob.Port... ports) throws IOException {
        String chute = pods.chute(order -> order.jobs = List.of(new ChuteJob("train", List.of(ports))));
        String job = pods.validator
                .platform()
                .jobs()
                .create("user", chute, "train", ClusterCalls.JSON.readTree(arguments))
                .jobId();
        pods.launch(chute, job, List.of(ports), Map.of());
        return job;
    }

    private Job known(String job) {
        return pods.validator.platform().jobs().byId(job).orElseThrow();
    }
}
