package dev.rigger.workflows.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.workflows.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReconcileWorkflowTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void bothSidesAreSeenBeforeTheyAreCompared() {
        reconcile();

        assertThat(world.journal.calls())
                .containsSubsequence("pull", "compareAndTell")
                .containsSubsequence("lookAtClusters", "compareAndTell");
        assertThat(world.coordination.compared).containsExactly(new Sync(true, true, "3 chutes"));
    }

    @Test
    void listsThatDidNotComeAreIncompleteAndConcludeNothing() {
        world.journal.failAlways("pull", "HTTP_503");

        reconcile();

        assertThat(world.coordination.compared).extracting(Sync::complete).containsExactly(false);
    }

    @Test
    void clustersThatCouldNotBeSeenDoNotStopTheValidatorsSide() {
        world.journal.failAlways("lookAtClusters", "CLUSTER_UNREACHABLE");

        reconcile();

        assertThat(world.coordination.compared).hasSize(1);
    }

    private void reconcile() {
        world.workflow(ReconcileWorkflow.class, "reconcile/5Validator").reconcile(World.VALIDATOR);
    }
}
