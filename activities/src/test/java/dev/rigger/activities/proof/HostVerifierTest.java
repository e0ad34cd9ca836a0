package dev.rigger.activities.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.catalogue.GpuCatalogue;
import dev.rigger.gpv1.host.ProofPlan;
import dev.rigger.gpv1.verifier.Terms;
import dev.rigger.gpv1.verifier.Verifier;
import dev.rigger.workflows.proof.DeviceReport;
import dev.rigger.workflows.proof.ProofOrder;
import dev.rigger.workflows.proof.ProofVerdict;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator reads when a host gives no answer to judge. */
class HostVerifierTest {
    private static final GpuIdentity GPU =
            GpuCatalogue.shipped().byShortRef("h200").orElseThrow().device("a".repeat(32));

    private final Map<String, String> answers = new ConcurrentHashMap<>(Map.of("/ping", "200 pong"));
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer host;

    @BeforeEach
    void start() throws IOException {
        host = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        host.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        host.createContext("/", exchange -> {
            try (exchange) {
                String answer = answers.getOrDefault(exchange.getRequestURI().getPath(), "404 {}");
                if (answer.equals("silence")) {
                    over.await();
                }
                byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
                exchange.getResponseBody().write(body);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        host.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        host.stop(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        507 {"detail":"free 1, needed 2"} | OUT_OF_GPU_MEMORY
        401 {"detail":"no signature"}     | GPU_WORKER_UNAUTHORIZED
        500 {"detail":"The proof broke."} | GPU_WORKER_BROKEN
        503 {"detail":"stopping"}         | GPU_WORKER_LOST
        410 {"detail":"gone"}             | GPU_WORKER_LOST
        200 no json                       | GPU_WORKER_BROKEN
        silence                           | GPU_PROOF_STALLED\
        """)
    void whateverGoesWrongHasACodeOfItsOwn(String answer, String code) {
        answers.put("/prove", answer);

        assertThatThrownBy(() -> examine("h200")).isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
            assertThat(failure.getType()).isEqualTo(code);
            assertThat(failure.isNonRetryable()).isTrue();
            assertThat(failure.getOriginalMessage())
                    .startsWith(answer.equals("200 no json") ? "the host's answer" : "/prove");
        });
    }

    @Test
    void aHostThatIsNotThereIsAWorkerThatIsLost() {
        host.stop(0);

        assertThatThrownBy(() -> examine("h200"))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType()).isEqualTo("GPU_WORKER_LOST"));
    }

    @Test
    void aGpuThatTheDriverDoesNotShowAnyMoreIsNamed() {
        answers.put("/prove", "500 {\"detail\":\"The proof broke.\"}");
        answers.put("/telemetry", "200 {\"gpus\":[{\"uuid\":\"" + "b".repeat(32) + "\"}]}");

        assertThatThrownBy(() -> examine("h200")).isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
            assertThat(failure.getType()).isEqualTo("GPU_LOST");
            assertThat(failure.getOriginalMessage()).contains(GPU.uuid());
        });
    }

    @Test
    void aGpuThatIsNotWhatItIsAnnouncedAsIsRefusedBeforeAnyWork() {
        assertThat(examine("l40s")).extracting(ProofVerdict::code).isEqualTo("GPU_TYPE_MISMATCH");
    }

    @Test
    void theFullProofIsEachTypesOwnAndOneWithoutIsNotTimed() {
        ProofPlan h200 = ProofBeans.plans(Profile.FULL).apply("h200");
        assertThat(h200.terms().latest()).isEqualTo(Duration.ofMillis(28_900));
        assertThat(h200.terms().audits()).isEqualTo(2);
        assertThat(h200.patience()).isGreaterThan(h200.terms().latest());

        assertThat(ProofBeans.plans(Profile.FULL).apply("3090").terms()).isEqualTo(Terms.untimed());
        assertThat(ProofBeans.plans(Profile.TINY).apply("h200").profile()).isEqualTo(Profile.TINY);
    }

    private ProofVerdict examine(String gpuShortRef) {
        ProofPlan plan = new ProofPlan(Profile.TINY, Terms.untimed(), Duration.ofMillis(500), Duration.ofMillis(1));
        DeviceReport report = new DeviceReport(
                "h200-0",
                "127.0.0.1",
                host.getAddress().getPort(),
                "cpu-reference",
                List.of(new DeviceReport.Device(
                        0,
                        GPU.uuid(),
                        GPU.name(),
                        GPU.memoryBytes(),
                        GPU.processors(),
                        GPU.clockKhz(),
                        GPU.maxThreadsPerProcessor())));
        return new HostVerifier(new Verifier(new SecureRandom()), GpuCatalogue.shipped(), type -> plan, new Unsigned())
                .examine(new ProofOrder("proof-1", report, gpuShortRef), ProofWatch.NONE);
    }
}
