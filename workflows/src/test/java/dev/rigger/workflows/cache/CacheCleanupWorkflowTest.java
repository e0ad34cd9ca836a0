package dev.rigger.workflows.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.workflows.FailureTypes;
import dev.rigger.workflows.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CacheCleanupWorkflowTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aCleanupKeepsItsReportAndLeavesNoJob() {
        CacheReport report = clean();

        assertThat(report).isEqualTo(world.cluster.cleaned);
        assertThat(world.inventory.cacheReports).containsExactly(report);
        assertThat(world.cluster.jobs).isEmpty();
        assertThat(world.journal.calls())
                .containsExactly("policyFor", "startCleanup", "awaitCleanup", "removeCleanup", "recordReport");
    }

    @Test
    void aJobThatFailsIsRemovedAndReported() {
        world.journal.failForGood("awaitCleanup", "EXIT_CODE_1");

        assertThat(clean().code()).isEqualTo("JOB_FAILED");

        assertThat(world.cluster.jobs).isEmpty();
        assertThat(world.inventory.cacheReports).hasSize(1);
    }

    @Test
    void aServerThatIsGoneIsReportedAsGone() {
        world.journal.failForGood("startCleanup", FailureTypes.SERVER_GONE);

        assertThat(clean().code()).isEqualTo("SERVER_GONE");
    }

    @Test
    void aCleanupThatDoesNotEndIsGivenUpAndRemoved() {
        world.journal.failAlways("awaitCleanup", "CLUSTER_UNREACHABLE");

        CacheReport report = clean();

        assertThat(report.bytesFreed()).isZero();
        assertThat(report.code()).isIn("TIMED_OUT", "JOB_FAILED");
        assertThat(world.cluster.jobs).isEmpty();
    }

    @Test
    void aJobThatCannotBeRemovedDoesNotLoseTheReport() {
        world.journal.failAlways("removeCleanup", "CLUSTER_UNREACHABLE");

        clean();

        assertThat(world.inventory.cacheReports).hasSize(1);
    }

    private CacheReport clean() {
        return world.workflow(CacheCleanupWorkflow.class, "cache/h200-0").clean("h200-0");
    }
}
