package dev.rigger.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.devnet.cluster.hardware.GpuModel;
import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import dev.rigger.devnet.tee.AttestingMachine;
import dev.rigger.devnet.tee.AttestingMachine.Lie;
import dev.rigger.devnet.tee.SoftDomain;
import dev.rigger.devnet.tee.SoftGpus;
import dev.rigger.devnet.tee.SoftTdx;
import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.devnet.validator.verification.ServerAttestation;
import dev.rigger.inventory.Gpu;
import dev.rigger.inventory.GpuVerdict;
import dev.rigger.inventory.GpuVerdicts;
import dev.rigger.inventory.Gpus;
import dev.rigger.inventory.Servers;
import dev.rigger.settings.AttestationSettings;
import dev.rigger.workflows.onboarding.OnboardingOutcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A confidential machine, from its label to the validator's attestation, as it tells of itself: without processors. */
class TeeOnboardingTest {
    private static final String NODE = "tee-0";
    private static final List<SimulatedServer> SERVERS =
            List.of(new SimulatedServer(NODE, GpuModel.H200, 2, "127.0.0.1", 64, 528_384_000L, 2000));
    private static final SoftTdx PLATFORM = SoftTdx.begin(Instant.now().minusSeconds(60));
    private static final SoftGpus GPUS = new SoftGpus(2, Instant.now().minusSeconds(60));
    private static final SoftDomain IMAGE = SoftDomain.image(1);

    @Test
    void itIsAttestedOnBothSidesAndItsVerdictIsKept() throws IOException {
        try (DevnetValidator validator = validator();
                AttestingMachine machine = machine(validator, Lie.NONE);
                WholeOnboarding world = world(validator, machine)) {
            OnboardingOutcome outcome = world.onboard(NODE, "h200");

            assertThat(world.story())
                    .contains("successfully verifeid server " + NODE + " to validator " + validator.ss58());
            assertThat(outcome.completed()).isTrue();
            assertThat(validator.platform().servers().of(WholeOnboarding.MINER.ss58()))
                    .hasSize(1);
            assertThat(validator.platform().nodes().of(WholeOnboarding.MINER.ss58()))
                    .hasSize(2)
                    .allSatisfy(node -> {
                        assertThat(node.verifiedAt()).isNotNull();
                        assertThat(node.device().processors()).as("not told").isZero();
                        assertThat(node.device().verificationPort()).isEqualTo(machine.port());
                    });
            assertThat(world.beans.getBean(Gpus.class).ofServer(Objects.requireNonNull(outcome.serverId())))
                    .hasSize(2)
                    .allMatch(Gpu::verified);
            assertThat(world.schedules).as("nobody there could be asked again").containsExactly("cache/" + NODE);
            assertThat(kept(world)).singleElement().satisfies(verdict -> {
                assertThat(verdict.accepted()).isTrue();
                assertThat(verdict.code()).isEqualTo("ATTESTED");
            });
        }
    }

    @Test
    void oneWithAnotherImageIsRefusedHereAndTheReasonIsKept() throws IOException {
        try (DevnetValidator validator = validator();
                AttestingMachine machine = machine(validator, Lie.UNKNOWN_IMAGE);
                WholeOnboarding world = world(validator, machine)) {
            assertThat(world.onboard(NODE, "h200").code()).isEqualTo("MEASUREMENT_UNKNOWN");

            assertThat(world.beans.getBean(Servers.class).byName(NODE)).isEmpty();
            assertThat(validator.platform().servers().of(WholeOnboarding.MINER.ss58()))
                    .isEmpty();
            assertThat(kept(world)).singleElement().satisfies(verdict -> {
                assertThat(verdict.accepted()).isFalse();
                assertThat(verdict.code()).isEqualTo("MEASUREMENT_UNKNOWN");
                assertThat(verdict.what()).as("what to do about it").contains("whose measurements the validator lists");
            });
        }
    }

    private static List<GpuVerdict> kept(WholeOnboarding world) {
        return world.beans.getBean(GpuVerdicts.class).ofServer(NODE, 10);
    }

    private static DevnetValidator validator() {
        return DevnetValidator.builder()
                .registered(WholeOnboarding.MINER.ss58())
                .attests(new ServerAttestation.Trust(
                        AttestingMachine.believing(PLATFORM, GPUS),
                        List.of(IMAGE.measurement("1.4.0", "h200", GPUS.count())),
                        Duration.ofSeconds(20)))
                .start();
    }

    private static WholeOnboarding world(DevnetValidator validator, AttestingMachine machine) throws IOException {
        WholeOnboarding world = new WholeOnboarding(
                validator,
                cluster -> cluster.servers(SERVERS),
                new AttestationSettings(machine.port(), Duration.ofSeconds(20)),
                AttestingMachine.believing(PLATFORM, GPUS));
        world.label(NODE, Map.of("chutes/tee", "true"));
        return world;
    }

    private static AttestingMachine machine(DevnetValidator validator, Lie lie) throws IOException {
        List<Map<String, Object>> devices = SERVERS.getFirst().gpuIds().stream()
                .map(uuid -> Map.<String, Object>of(
                        "uuid",
                        uuid,
                        "name",
                        "NVIDIA H200",
                        "memory",
                        150_754_820_096L,
                        "major",
                        9,
                        "minor",
                        0,
                        "clock_rate",
                        1_980_000.0,
                        "ecc",
                        true,
                        "model_short_ref",
                        "h200"))
                .toList();
        return new AttestingMachine(
                PLATFORM, GPUS, IMAGE, devices, Set.of(validator.ss58(), WholeOnboarding.MINER.ss58()), lie);
    }
}
