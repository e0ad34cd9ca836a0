package dev.rigger.workflows.chute;

import dev.rigger.workflows.SearchKeys;
import dev.rigger.workflows.Steps;
import dev.rigger.workflows.chute.ChuteDefinitionActivities.Refresh;
import dev.rigger.workflows.deployment.Reason;
import dev.rigger.workflows.fleet.FleetSignals;
import dev.rigger.workflows.fleet.FleetWake;
import dev.rigger.workflows.server.DeploymentSignals;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Owns one chute: for each change, fetch its definition → wake the coordinator, or, where the validator has it no more,
 * end its deployments → wait until they are gone → forget it.
 */
public final class ChuteWorkflowImpl implements ChuteWorkflow {
    private final Deque<ChuteChange> changes = new ArrayDeque<>();
    private ChutePauses pauses = ChutePauses.DEFAULTS;

    @Override
    public void own(String validator, String chuteId, @Nullable ChutePauses given) {
        pauses = Objects.requireNonNullElse(given, ChutePauses.DEFAULTS);
        Workflow.upsertTypedSearchAttributes(SearchKeys.CHUTE_ID.valueSet(chuteId));
        while (!changes.isEmpty()) {
            ChuteChange change = latest();
            switch (refresh(validator, chuteId, change)) {
                case CHANGED -> wakeFleet(validator, chuteId, change);
                case UNCHANGED -> {}
                case GONE -> {
                    if (isReallyGone(validator, chuteId, change)) {
                        delete(validator, chuteId);
                        wakeFleet(validator, chuteId, change);
                    }
                }
            }
        }
    }

    @Override
    public void changed(ChuteChange change) {
        changes.add(change);
    }

    /** What is queued is about one definition, which is fetched: the last word stands for all, a deletion for any. */
    private ChuteChange latest() {
        ChuteChange latest = changes.removeLast();
        for (ChuteChange earlier : changes) {
            if (earlier.kind() == ChuteChange.Kind.DELETED && latest.kind() != ChuteChange.Kind.CREATED) {
                latest = earlier;
            }
        }
        changes.clear();
        return latest;
    }

    private static Refresh refresh(String validator, String chuteId, ChuteChange change) {
        return Steps.call(
                ChuteDefinitionActivities.class,
                "Fetch the definition: " + change.kind(),
                (ChuteDefinitionActivities definitions) -> definitions.refresh(validator, chuteId, change));
    }

    /**
     * An event said "deleted" and the validator confirms it: gone. Otherwise the version may be what is gone, or the
     * validator may be confused: it is asked again, later, for whatever version it has.
     */
    private boolean isReallyGone(String validator, String chuteId, ChuteChange change) {
        if (change.kind() == ChuteChange.Kind.DELETED) {
            return true;
        }
        if (Steps.await(pauses.secondLook(), "Before the second look", () -> !changes.isEmpty())) {
            return false;
        }
        ChuteChange anyVersion = new ChuteChange(ChuteChange.Kind.UPDATED, change.eventKey() + "/again", null);
        return refresh(validator, chuteId, anyVersion) == Refresh.GONE;
    }

    private void delete(String validator, String chuteId) {
        Workflow.upsertTypedSearchAttributes(SearchKeys.PHASE.valueSet("DELETING"));
        Steps.run(
                ChuteActivities.class,
                "Plan nothing new for it",
                inventory -> inventory.markDeleted(validator, chuteId));
        Duration pause = pauses.firstLook();
        List<String> open = openDeployments(validator, chuteId);
        open.forEach(ChuteWorkflowImpl::terminate);
        while (!open.isEmpty()) {
            Steps.await(pause, open.size() + " deployments are still ending", () -> false);
            pause = pause.compareTo(pauses.longestLook()) < 0 ? pause.multipliedBy(2) : pauses.longestLook();
            List<String> known = open;
            open = openDeployments(validator, chuteId);
            // One that was being started while the chute was marked shows up only now.
            open.stream().filter(id -> !known.contains(id)).forEach(ChuteWorkflowImpl::terminate);
        }
        Steps.run(ChuteActivities.class, "Forget the chute", inventory -> inventory.forgetChute(validator, chuteId));
    }

    private static List<String> openDeployments(String validator, String chuteId) {
        return Steps.call(
                ChuteActivities.class,
                "Which deployments are left",
                (ChuteActivities inventory) -> inventory.openDeploymentsOf(validator, chuteId));
    }

    private static void terminate(String deploymentId) {
        Steps.run(
                DeploymentSignals.class,
                "End " + deploymentId,
                deployments -> deployments.terminate(deploymentId, Reason.CHUTE_DELETED));
    }

    private static void wakeFleet(String validator, String chuteId, ChuteChange change) {
        FleetWake wake = new FleetWake(FleetWake.Kind.CHUTE_CHANGED, "chute/" + change.eventKey(), chuteId);
        Steps.run(FleetSignals.class, "Wake the coordinator", fleet -> fleet.wake(validator, wake));
    }
}
