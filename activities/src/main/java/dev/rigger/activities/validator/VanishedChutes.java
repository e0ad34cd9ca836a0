package dev.rigger.activities.validator;

import dev.rigger.inventory.Finding;
import dev.rigger.inventory.Findings;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.TaskQueues;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.chute.ChuteChange;
import dev.rigger.workflows.chute.ChuteWorkflow;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chutes that we hold and a believed list lacks. After two looks apart in time their owners are told that they are deleted;
 * too many at once are told to nobody, because then the list is more likely wrong than the world.
 */
@Singleton
class VanishedChutes {
    private static final Logger LOG = LoggerFactory.getLogger(VanishedChutes.class);
    private static final String KIND = "CHUTE_GONE";
    private static final int ALWAYS_ALLOWED = 2;
    private static final double ALLOWED_SHARE = 0.05;

    private final Findings findings;
    private final WorkflowClient workflows;
    private final Periods periods;
    private final Clock clock;

    VanishedChutes(Findings findings, WorkflowClient workflows, Periods periods, Clock clock) {
        this.findings = findings;
        this.workflows = workflows;
        this.periods = periods;
        this.clock = clock;
    }

    void compare(String validator, List<String> known, Set<String> listed) {
        Instant now = clock.instant();
        // A name of its own, so that the comparison with the clusters does not forget these.
        String holder = validator + "/chutes";
        List<Finding> confirmed = known.stream()
                .filter(chuteId -> !listed.contains(chuteId))
                .map(chuteId -> findings.seen(KIND, chuteId, holder, now))
                .filter(this::confirmed)
                .toList();
        findings.forgetOlderThan(holder, now);
        if (confirmed.size() > Math.max(ALWAYS_ALLOWED, known.size() * ALLOWED_SHARE)) {
            LOG.error(
                    "{} of {} chutes are no longer listed; nothing is ended (CHUTES_GONE_HELD_BACK): see whether the validator's list is whole",
                    confirmed.size(),
                    known.size());
            confirmed.forEach(finding -> findings.heldBack(KIND, finding.subject(), true));
            return;
        }
        confirmed.forEach(finding -> tell(validator, finding, now));
    }

    private boolean confirmed(Finding finding) {
        return finding.looks() >= 2
                && !finding.firstSeen().plus(periods.confirmApart()).isAfter(finding.lastSeen());
    }

    private void tell(String validator, Finding finding, Instant now) {
        String chuteId = finding.subject();
        ChuteWorkflow owner = workflows.newWorkflowStub(
                ChuteWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(WorkflowIds.chute(validator, chuteId))
                        .setTaskQueue(TaskQueues.CONTROL_PLANE)
                        .build());
        BatchRequest request = workflows.newSignalWithStartRequest();
        request.add(owner::own, validator, chuteId);
        request.add(owner::changed, new ChuteChange(ChuteChange.Kind.DELETED, KIND + "/" + chuteId, null));
        workflows.signalWithStart(request);
        findings.acted(KIND, chuteId, now);
    }
}
