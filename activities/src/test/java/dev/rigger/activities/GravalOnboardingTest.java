package dev.rigger.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.devnet.cluster.hardware.GpuModel;
import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import dev.rigger.devnet.cluster.programs.BootstrapProgram;
import dev.rigger.devnet.local.Loopback;
import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.inventory.Gpu;
import dev.rigger.inventory.Gpus;
import dev.rigger.inventory.Servers;
import dev.rigger.settings.AttestationSettings;
import dev.rigger.workflows.onboarding.OnboardingOutcome;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A server that proves itself by the network's own bootstrap image, from its labels to the validator's verdict. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GravalOnboardingTest {
    private static final String NODE = "h200-7";
    private static final String ADDRESS = Loopback.ownAddress(1);

    private static final List<SimulatedServer> SERVERS =
            List.of(new SimulatedServer(NODE, GpuModel.H200, 2, ADDRESS, 64, 528_384_000L, 2000));

    private final AtomicBoolean lies = new AtomicBoolean();
    private final DevnetValidator validator = DevnetValidator.builder()
            .registered(WholeOnboarding.MINER.ss58())
            .graval()
            .start();
    private final WholeOnboarding world;

    GravalOnboardingTest() throws IOException {
        world = new WholeOnboarding(
                validator,
                cluster -> cluster.servers(SERVERS)
                        .program("graval", new BootstrapProgram(SERVERS, Clock.systemUTC(), this::told)),
                AttestationSettings.DEFAULTS);
        world.label(NODE, Map.of("rigger/proof", "graval"));
    }

    @AfterAll
    void close() {
        world.close();
        validator.close();
    }

    @Test
    void itIsVerifiedByTheValidatorAtItsOwnServerWhichIsGoneThen() {
        OnboardingOutcome outcome = world.onboard(NODE, "h200");

        assertThat(world.story())
                .containsSubsequence(
                        "graval bootstrap job/service created, gathering device info...",
                        "discovered 2 GPUs [model_name='NVIDIA H200'] on node, advertising node to 1 validator(s)...",
                        "waiting for validator " + validator.ss58() + " to finish GPU verification...",
                        "validator " + validator.ss58() + " has successfully performed verification");
        assertThat(outcome.completed()).isTrue();
        assertThat(validator.platform().nodes().of(WholeOnboarding.MINER.ss58()))
                .hasSize(2)
                .allSatisfy(node -> {
                    assertThat(node.verifiedAt()).isNotNull();
                    assertThat(node.device().verificationHost()).isEqualTo(ADDRESS);
                    assertThat(node.device().verificationPort()).isBetween(30_000, 32_767);
                });
        assertThat(world.beans.getBean(Gpus.class).ofServer(Objects.requireNonNull(outcome.serverId())))
                .hasSize(2)
                .allMatch(Gpu::verified);
        assertThat(world.schedules).containsExactly("cache/" + NODE);
        assertNothingRuns();
        world.beans.getBean(Gpus.class).deleteOfServer(outcome.serverId());
        world.beans.getBean(Servers.class).delete(outcome.serverId());
        validator
                .platform()
                .nodes()
                .of(WholeOnboarding.MINER.ss58())
                .forEach(node -> validator.platform().nodes().delete(WholeOnboarding.MINER.ss58(), node.uuid()));
    }

    @Test
    void gpusThatAreNotWhatWasAnnouncedAreRefusedAndNothingIsLeftOver() {
        lies.set(true);
        try {
            OnboardingOutcome outcome = world.onboard(NODE, "h200");

            assertThat(outcome.code()).isEqualTo("GPU_PROCESSORS_MISMATCH");
            assertThat(world.story().getLast()).contains("has 66 processors, a h200 has 132");
        } finally {
            lies.set(false);
        }
        assertThat(world.beans.getBean(Servers.class).byName(NODE)).isEmpty();
        assertThat(validator.platform().nodes().of(WholeOnboarding.MINER.ss58()))
                .isEmpty();
        assertThat(world.schedules).isEmpty();
        assertNothingRuns();
    }

    private void assertNothingRuns() {
        assertThat(world.kubectl
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace("chutes")
                        .list()
                        .getItems())
                .noneMatch(job -> job.getMetadata().getName().startsWith("graval"));
        assertThat(world.kubectl.services().inNamespace("chutes").list().getItems())
                .isEmpty();
        assertThat(world.kubectl.pods().inNamespace("chutes").list().getItems())
                .noneMatch(pod -> pod.getMetadata().getName().startsWith("graval"));
    }

    private GpuIdentity told(GpuIdentity gpu) {
        return lies.get()
                ? GpuIdentity.of(
                        gpu.name(),
                        gpu.uuid(),
                        gpu.memoryBytes(),
                        gpu.processors() / 2,
                        gpu.clockKhz(),
                        gpu.maxThreadsPerProcessor())
                : gpu;
    }
}
