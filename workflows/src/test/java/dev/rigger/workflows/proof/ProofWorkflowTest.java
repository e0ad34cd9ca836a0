package dev.rigger.workflows.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.proof.DeviceReport.Device;
import dev.rigger.workflows.proof.ProofRecordActivities.KnownGpu;
import dev.rigger.workflows.proof.ProofRecordActivities.KnownServer;
import dev.rigger.workflows.proof.ProofRecordActivities.ProofLook;
import dev.rigger.workflows.world.FakeGpuHost;
import dev.rigger.workflows.world.World;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProofWorkflowTest {
    private static final Device FIRST = FakeGpuHost.device(0, "NVIDIA H200");
    private static final Device SECOND = FakeGpuHost.device(1, "NVIDIA H200");

    private final World world = new World("h200-0");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void gpusThatAreWhatTheyWereAreLeftAloneUntilAProofIsDue() {
        know(false, gpu(FIRST), gpu(SECOND));
        assertThat(look().code()).isEqualTo("UNCHANGED");
        assertThat(world.gpuHost.examined).isEmpty();

        know(true, gpu(FIRST), gpu(SECOND));
        assertThat(look().code()).isEqualTo("PROVEN");
        assertThat(world.inventory.looks)
                .singleElement()
                .satisfies(recorded -> assertThat(recorded.trusted()).containsExactly(FIRST.uuid(), SECOND.uuid()));
    }

    @Test
    void aGpuThatADeploymentHasIsNotProven() {
        know(true, new KnownGpu(FIRST, true, true), gpu(SECOND));
        look();
        assertThat(world.gpuHost.examined)
                .singleElement()
                .satisfies(order -> assertThat(order.report().devices()).containsExactly(SECOND));

        know(true, new KnownGpu(FIRST, true, true));
        world.gpuHost.devices = List.of(FIRST);
        assertThat(look().code()).isEqualTo("GPUS_IN_USE");
    }

    @Test
    void freeGpusAreHeldForTheirProofAndGivenBackWhateverComesOfIt() {
        know(true, gpu(FIRST), gpu(SECOND));
        world.inventory.reservedMeanwhile.add(SECOND.uuid());
        look();
        assertThat(world.journal.calls())
                .containsSubsequence("holdFreeGpus", "examine", "giveBackGpus", "wake SERVER_CHANGED");
        assertThat(world.gpuHost.examined)
                .last()
                .satisfies(order -> assertThat(order.report().devices())
                        .as("a GPU that was reserved since it was known as free")
                        .containsExactly(FIRST));
        assertThat(world.inventory.held).isEmpty();

        world.gpuHost.verdict = new ProofVerdict(false, "AUDIT_LATE", "audit 1 late (1700 ms)");
        look();
        assertThat(world.inventory.held).isEmpty();

        world.journal.failForGood("examine", "BROKEN");
        look();
        assertThat(world.inventory.held).isEmpty();

        world.journal.failForGood("recordLook BROKEN", "BROKEN");
        assertThatThrownBy(this::look).isInstanceOf(WorkflowFailedException.class);
        assertThat(world.inventory.held).isEmpty();
    }

    @Test
    void aCancelledProofGivesItsGpusBack() {
        know(true, gpu(FIRST), gpu(SECOND));
        world.journal.failAlways("examine", "CLUSTER_UNREACHABLE");
        ProofWorkflow proof = world.workflow(ProofWorkflow.class, WorkflowIds.proof("h200-0"));
        world.after(Duration.ofMinutes(1), () -> WorkflowStub.fromTyped(proof).cancel());
        WorkflowClient.start(proof::look, "h200-0");

        assertThatThrownBy(() -> world.result(proof, ProofReport.class)).hasRootCauseInstanceOf(CanceledFailure.class);

        assertThat(world.journal.has("holdFreeGpus")).isTrue();
        assertThat(world.inventory.held).isEmpty();
    }

    @Test
    void aGpuThatIsGoneIsNotPlannedWithAnyMore() {
        know(false, gpu(FIRST), gpu(SECOND));
        world.gpuHost.devices = List.of(FIRST);

        ProofReport report = look();

        assertThat(report.code()).isEqualTo("GPU_LOST");
        assertThat(report.next()).contains("dmesg | grep -i xid on h200-0");
        assertThat(lastLook().distrusted()).containsExactly(SECOND.uuid());
        assertThat(world.journal.calls()).contains("wake SERVER_CHANGED");
    }

    @Test
    void hardwareThatSaysSomethingElseOfItselfIsNotPlannedWithAnyMore() {
        know(false, gpu(FIRST), gpu(SECOND));
        world.gpuHost.devices =
                List.of(FIRST, new Device(1, SECOND.uuid(), "NVIDIA H200", 80L << 30, 132, 1_980_000, 2_048));

        assertThat(look().code()).isEqualTo("GPU_CHANGED");
        assertThat(lastLook().distrusted()).containsExactly(SECOND.uuid());

        world.gpuHost.devices = List.of(FIRST, SECOND, FakeGpuHost.device(2, "NVIDIA H200"));
        assertThat(look().code()).isEqualTo("GPU_ADDED");
        assertThat(lastLook().distrusted()).isEmpty();
    }

    @Test
    void gpusThatAreBackAreProvenBeforeTheyAreTrusted() {
        know(false, gpu(FIRST), new KnownGpu(SECOND, false, false));

        assertThat(look().code()).isEqualTo("PROVEN");
        assertThat(lastLook().trusted()).contains(SECOND.uuid());
    }

    @Test
    void aProofThatIsRefusedTakesTheTrustAndOneThatBreaksOffDoesNot() {
        know(true, gpu(FIRST), gpu(SECOND));
        world.gpuHost.verdict = new ProofVerdict(false, "AUDIT_LATE", "audit 1 late (1700 ms)");
        assertThat(look().code()).isEqualTo("AUDIT_LATE");
        assertThat(lastLook().distrusted()).containsExactly(FIRST.uuid(), SECOND.uuid());

        for (int i = 0; i < 3; i++) {
            world.gpuHost.breaks.add(
                    ApplicationFailure.newNonRetryableFailure("no connection", ProofFailures.WORKER_LOST));
        }
        assertThat(look().code()).isEqualTo("GPU_WORKER_LOST");
        assertThat(lastLook().distrusted()).isEmpty();
        assertThat(lastLook().accepted()).isFalse();
    }

    @Test
    void aServerThatLeftIsNobodysConcern() {
        assertThat(look().code()).isEqualTo("SERVER_GONE");
        assertThat(world.journal.has("reportDevices")).isFalse();
    }

    private void know(boolean due, KnownGpu... gpus) {
        world.inventory.knownServer = new KnownServer("h200-0", "uid-1", World.VALIDATOR, "h200", due, List.of(gpus));
    }

    private static KnownGpu gpu(Device device) {
        return new KnownGpu(device, true, false);
    }

    private ProofReport look() {
        return world.workflow(ProofWorkflow.class, WorkflowIds.proof("h200-0")).look("h200-0");
    }

    private ProofLook lastLook() {
        return world.inventory.looks.getLast();
    }
}
