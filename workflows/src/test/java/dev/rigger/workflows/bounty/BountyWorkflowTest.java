package dev.rigger.workflows.bounty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.bounty.BountyOutcome.Result;
import dev.rigger.workflows.deployment.Phase;
import dev.rigger.workflows.deployment.Reason;
import dev.rigger.workflows.world.World;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BountyWorkflowTest {
    private final World world = new World();
    private final BountyWorkflow bounty =
            world.workflow(BountyWorkflow.class, WorkflowIds.bounty(World.VALIDATOR, "chute-1"));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aBountyIsPlacedAsSoonAsACopyOfOursIsActive() {
        announce(Duration.ofSeconds(1), "a", 100);
        announce(Duration.ofSeconds(31), "b", 150);
        announce(Duration.ofSeconds(32), "b", 150);
        move(Duration.ofMinutes(4), "d-1", Phase.ACTIVE, null);

        assertThat(follow())
                .extracting(BountyOutcome::result, BountyOutcome::deploymentId)
                .containsExactly(Result.PLACED, "d-1");
        assertThat(world.inventory.bountyNotices).containsExactly(new BountyNotice("b", 150, 1));
    }

    @Test
    void aCopyThatWasActiveForAMomentHasPlacedIt() {
        world.after(Duration.ofMinutes(4), () -> {
            bounty.deploymentMoved(new BountyMove("d-1", Phase.ACTIVE, null));
            bounty.deploymentMoved(new BountyMove("d-1", Phase.GONE, Reason.POD_FAILED));
        });

        assertThat(follow().result()).isEqualTo(Result.PLACED);
    }

    @Test
    void aBountyThatNobodyOfOursTriedExpires() {
        announce(Duration.ofMinutes(20), "a", 100);

        assertThat(follow().result()).isEqualTo(Result.EXPIRED);

        assertThat(world.inventory.bountyOutcomes).hasSize(1);
    }

    @Test
    void announcementsProlongThePatience() {
        announce(Duration.ofMinutes(25), "a", 100);
        announce(Duration.ofMinutes(50), "b", 100);
        move(Duration.ofMinutes(75), "d-1", Phase.ACTIVE, null);

        assertThat(follow().result()).isEqualTo(Result.PLACED);
    }

    @Test
    void aBountyThatOurTriesDidNotGetIsLost() {
        move(Duration.ofMinutes(1), "d-1", Phase.REFUSED, Reason.CAPACITY_LOCKED);

        BountyOutcome outcome = follow();

        assertThat(outcome.result()).isEqualTo(Result.LOST);
        assertThat(outcome.why()).contains("CAPACITY_LOCKED");
    }

    @Test
    void aTryThatIsUnderWayIsWaitedFor() {
        world.inventory.bountyDeployments = List.of(new BountyMove("d-1", Phase.VERIFIED, null));
        move(Duration.ofHours(2), "d-1", Phase.ACTIVE, null);

        assertThat(follow().result()).isEqualTo(Result.PLACED);
    }

    @Test
    void aTryWhoseEndNobodyToldIsFoundInTheInventory() {
        move(Duration.ofMinutes(1), "d-1", Phase.CLAIMED, null);

        assertThat(follow()).extracting(BountyOutcome::result).isEqualTo(Result.LOST);
    }

    private BountyOutcome follow() {
        WorkflowClient.start(bounty::follow, new BountyWatch(World.VALIDATOR, "chute-1", Duration.ofMinutes(30)));
        return world.result(bounty, BountyOutcome.class);
    }

    private void announce(Duration after, String key, long amount) {
        world.after(after, () -> bounty.announced(new BountyNotice(key, amount, 1)));
    }

    private void move(Duration after, String deployment, Phase phase, @Nullable Reason reason) {
        world.after(after, () -> bounty.deploymentMoved(new BountyMove(deployment, phase, reason)));
    }
}
