package dev.rigger.workflows.chute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.chute.ChuteChange.Kind;
import dev.rigger.workflows.chute.ChuteDefinitionActivities.Refresh;
import dev.rigger.workflows.deployment.Reason;
import dev.rigger.workflows.world.World;
import io.temporal.client.BatchRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChuteWorkflowTest {
    private final World world = new World();
    private final ChuteWorkflow chute =
            world.workflow(ChuteWorkflow.class, WorkflowIds.chute(World.VALIDATOR, "chute-1"));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aNewDefinitionWakesTheCoordinator() {
        world.validator.refreshes.add(Refresh.CHANGED);

        change(Kind.CREATED);

        assertThat(world.journal.calls()).containsExactly("refresh CREATED", "wake CHUTE_CHANGED");
    }

    @Test
    void aDefinitionThatWasKnownWakesNobody() {
        change(Kind.UPDATED);

        assertThat(world.journal.calls()).containsExactly("refresh UPDATED");
    }

    @Test
    void aDeletedChuteGoesOnlyAfterItsDeployments() {
        world.validator.refreshes.add(Refresh.GONE);
        world.inventory.openDeployments.addAll(List.of("d-1", "d-2"));
        world.coordination.terminationsEnd = false;
        world.after(Duration.ofMinutes(4), () -> {
            assertThat(world.journal.has("forgetChute")).isFalse();
            world.inventory.openDeployments.clear();
        });

        change(Kind.DELETED);

        assertThat(world.coordination.terminated)
                .containsEntry("d-1", Reason.CHUTE_DELETED)
                .containsEntry("d-2", Reason.CHUTE_DELETED);
        assertThat(world.journal.calls())
                .containsSubsequence(
                        "refresh DELETED", "markDeleted", "terminate", "forgetChute", "wake CHUTE_CHANGED");
    }

    @Test
    void aLateDeletionOfAChuteThatTheValidatorStillHasDeletesNothing() {
        world.validator.refreshes.add(Refresh.UNCHANGED);

        change(Kind.DELETED);

        assertThat(world.journal.calls()).containsExactly("refresh DELETED");
    }

    @Test
    void aVersionThatIsGoneIsNotAChuteThatIsGone() {
        world.validator.refreshes.addAll(List.of(Refresh.GONE, Refresh.CHANGED));

        change(Kind.UPDATED);

        assertThat(world.journal.has("markDeleted")).isFalse();
    }

    @Test
    void aChuteThatIsGoneInTwoLooksIsGone() {
        world.validator.refreshes.addAll(List.of(Refresh.GONE, Refresh.GONE));

        change(Kind.UPDATED);

        assertThat(world.journal.has("forgetChute")).isTrue();
    }

    private void change(Kind kind) {
        BatchRequest request = world.client().newSignalWithStartRequest();
        request.add(chute::own, World.VALIDATOR, "chute-1", ChutePauses.DEFAULTS);
        request.add(chute::changed, new ChuteChange(kind, "event-1", "v2"));
        world.client().signalWithStart(request);
        world.result(chute, Void.class);
    }
}
