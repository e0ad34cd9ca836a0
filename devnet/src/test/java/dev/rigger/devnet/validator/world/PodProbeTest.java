package dev.rigger.devnet.validator.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.devnet.cluster.PodHarness;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.traffic.PodCalls;
import dev.rigger.devnet.validator.world.Probe.Finding;
import dev.rigger.devnet.validator.world.Probe.Kind;
import dev.rigger.hotkey.Hotkey;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is found of pods of a simulated cluster. */
class PodProbeTest {
    private PodHarness pods;
    private PodCalls calls;

    @BeforeEach
    void start() throws IOException {
        pods = new PodHarness();
        calls = new PodCalls(Hotkey.fromSeed("22".repeat(32)), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        calls.close();
        pods.close();
    }

    private Instance running(Map<String, String> env) throws IOException {
        Platform platform = pods.validator.platform();
        String chute = pods.chute(order -> order.code = "print('hello')\n");
        pods.launch(chute, null, List.of(), env);
        pods.await(validator -> platform.standing(chute).active() == 1);
        return platform.instances().all().getFirst();
    }

    private PodProbe probe(String validator) {
        return new PodProbe(pods.validator.platform(), calls, validator);
    }

    /** Looks until something is known. */
    private static Finding known(PodProbe probe, Instance instance) {
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        Finding finding = probe.look(instance);
        while (finding.kind() == Kind.UNKNOWN && Instant.now().isBefore(end)) {
            Thread.onSpinWait();
            finding = probe.look(instance);
        }
        return finding;
    }

    @Test
    void anHonestPodIsWellAndASilentOneFailsSoftly() throws IOException {
        Instance instance = running(Map.of());
        try (PodProbe probe = probe(pods.validator.ss58())) {
            assertThat(known(probe, instance)).isEqualTo(Finding.WELL);
            pods.endPods();
            Finding finding = known(probe, instance);
            // A probe may have been under way when the pod ended.
            if (finding.kind() == Kind.WELL) {
                finding = known(probe, instance);
            }
            assertThat(finding.kind()).isEqualTo(Kind.SOFT);
        }
    }

    @Test
    void aPodThatNeverAnsweredIsNotJudged() throws Exception {
        Instance instance = running(Map.of());
        pods.endPods();
        PodChecks checks = new PodChecks(calls, pods.validator.ss58());
        Platform platform = pods.validator.platform();
        assertThat(checks.first(new PodChecks.Subject(
                                instance,
                                platform.standing(instance.chuteId()).chute(),
                                Objects.requireNonNull(platform.launches().byId(instance.configId()))))
                        .kind())
                .isEqualTo(Kind.SOFT);

        try (PodProbe probe = probe(pods.validator.ss58())) {
            for (int i = 0; i < 1000; i++) {
                assertThat(probe.look(instance).kind()).isEqualTo(Kind.UNKNOWN);
            }
        }
    }

    @Test
    void aPodThatGoesThroughAProxyFailsHard() throws IOException {
        Instance instance = running(Map.of("HTTPS_PROXY", "http://127.0.0.1:3128"));
        try (PodProbe probe = probe(pods.validator.ss58())) {
            assertThat(known(probe, instance)).isEqualTo(Finding.hard("its environment has HTTPS_PROXY"));
        }
    }

    @Test
    void aPodThatWasStartedForAnotherValidatorFailsHard() throws IOException {
        Instance instance = running(Map.of());
        try (PodProbe probe = probe("5Another")) {
            assertThat(known(probe, instance).what()).startsWith("its command line is: python chutes run sample:chute");
        }
    }
}
