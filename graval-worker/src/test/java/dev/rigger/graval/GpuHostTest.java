package dev.rigger.graval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.prover.ServerWork;
import dev.rigger.gpv1.verifier.Verifier;
import dev.rigger.workflows.proof.DeviceReport;
import dev.rigger.workflows.proof.GpuHostActivities;
import dev.rigger.workflows.proof.ProofAnswer;
import dev.rigger.workflows.proof.ProofChallenge;
import dev.rigger.workflows.proof.ProofProgress;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GpuHostTest {
    private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
    private final GpuSlots slots = new GpuSlots(8);
    private final HeldProof held = new HeldProof(slots, Duration.ofMinutes(2));
    private final Verifier verifier = new Verifier(new SecureRandom());
    private final Verifier.Prepared prepared = verifier.prepare(Profile.TINY, Proofs.GPUS, ProofWatch.NONE);

    @AfterEach
    void close() {
        temporal.close();
        held.close();
    }

    @Test
    void theHostReportsItsGpusAndWhereAValidatorReachesIt() {
        DeviceReport report = host(Proofs.cpu()).reportDevices(Proofs.SERVER);

        assertThat(report.serverName()).isEqualTo(Proofs.SERVER);
        assertThat(report.verificationHost()).isEqualTo("127.0.1.1");
        assertThat(report.verificationPort()).isEqualTo(31_000);
        assertThat(report.backend()).isEqualTo("cpu-reference");
        assertThat(report.devices()).hasSize(8).allSatisfy(device -> {
            assertThat(device.name()).isEqualTo("NVIDIA H200");
            assertThat(device.memoryBytes()).isEqualTo(140L << 30);
            assertThat(device.clockRateKhz()).isEqualTo(1_980_000.0);
        });
        assertThat(report.devices().get(3).uuid())
                .isEqualTo(SimulatedGpus.uuid(Proofs.SERVER, 3))
                .hasSize(32);
    }

    @Test
    void allGpusProveInOneCallAndTheVerifierAcceptsThem() {
        ProofAnswer answer = host(Proofs.cpu()).prove(argument(Proofs.SERVER, prepared.challenge()));

        assertThat(answer.proofId()).isEqualTo("proof-1");
        assertThat(verifier.check(prepared.secret(), new Answer(answer.plaintexts(), answer.roots()))
                        .accepted())
                .isTrue();
    }

    @Test
    void aProofTellsItsProgressInHeartbeats() {
        List<ProofProgress> heard = new CopyOnWriteArrayList<>();
        temporal.setActivityHeartbeatListener(ProofProgress.class, heard::add);

        host(Proofs.cpu()).prove(argument(Proofs.SERVER, prepared.challenge()));

        assertThat(heard)
                .isNotEmpty()
                .allSatisfy(progress -> assertThat(progress.done()).isBetween(0.0, 1.0));
    }

    @Test
    void aProofTakesTheMemoryOfWorkThatAValidatorLeftThere() {
        try (ServerWork left = Proofs.cpu().prove(prepared.challenge(), ProofWatch.NONE)) {
            held.keep(prepared.challenge().seed(), left);
            host(Proofs.cpu()).prove(argument(Proofs.SERVER, prepared.challenge()));
            assertThat(held.of(prepared.challenge().seed())).isEmpty();
        }
    }

    @Test
    void anotherHostsChallengeIsRefusedForGood() {
        GpuHostActivities host = host(Proofs.cpu());
        assertRefused(() -> host.prove(argument("a100-0", prepared.challenge())), ProofRefusal.WRONG_HOST);
        assertRefused(() -> host.reportDevices("a100-0"), ProofRefusal.WRONG_HOST);
    }

    @Test
    void gpusOfAnotherHostAreRefusedForGood() {
        Challenge foreign = new Challenge(1, Profile.TINY, Map.of("0".repeat(32), "R1BWMQ=="));
        assertRefused(() -> host(Proofs.cpu()).prove(argument(Proofs.SERVER, foreign)), ProofRefusal.UNKNOWN_GPU);
    }

    @Test
    void aSchemeAProfileAndABlobThatNobodyKnowsAreRefusedForGood() {
        String uuid = Proofs.GPUS.getFirst().uuid();
        Map<String, String> notABlob = Map.of(uuid, Base64.getEncoder().encodeToString(new byte[200]));
        GpuHostActivities host = host(Proofs.cpu());
        assertRefused(
                () -> host.prove(new ProofChallenge("p", Proofs.SERVER, "graval", "tiny", 1, 2, notABlob)),
                ProofRefusal.UNKNOWN_SCHEME);
        assertRefused(
                () -> host.prove(new ProofChallenge("p", Proofs.SERVER, "gpv1", "huge", 1, 2, notABlob)),
                ProofRefusal.UNKNOWN_PROFILE);
        assertRefused(
                () -> host.prove(new ProofChallenge("p", Proofs.SERVER, "gpv1", "tiny", 1, 2, notABlob)),
                ProofRefusal.MALFORMED_CHALLENGE);
        assertRefused(
                () -> host.prove(new ProofChallenge("p", Proofs.SERVER, "gpv1", "tiny", 0, 2, notABlob)),
                ProofRefusal.MALFORMED_CHALLENGE);
    }

    private GpuHostActivities host(GpuBackend backend) {
        temporal.registerActivitiesImplementations(
                new GpuHost(Proofs.SERVER, "127.0.1.1", 31_000, backend, slots, held, InstantSource.system()));
        return stub();
    }

    private GpuHostActivities stub() {
        return temporal.newActivityStub(GpuHostActivities.class);
    }

    private static ProofChallenge argument(String server, Challenge challenge) {
        return Proofs.asActivityArgument("proof-1", server, challenge);
    }

    private static void assertRefused(ThrowingCallable call, ProofRefusal refusal) {
        assertThatThrownBy(call)
                .isInstanceOf(ActivityFailure.class)
                .cause()
                .isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                    assertThat(failure.getType()).isEqualTo(refusal.name());
                    assertThat(failure.isNonRetryable()).isTrue();
                });
    }
}
