package dev.rigger.activities.validator.sync;

import dev.rigger.activities.validator.api.MinerLists;
import dev.rigger.activities.validator.wire.ValidatorUnreachable;
import dev.rigger.inventory.Chute;
import dev.rigger.inventory.Finding;
import dev.rigger.inventory.Findings;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.TaskQueues;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.chute.ChuteChange;
import dev.rigger.workflows.chute.ChutePauses;
import dev.rigger.workflows.chute.ChuteWorkflow;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chutes that we hold and a believed list lacks. Where the validator, asked for that very version, does not know it
 * either, twice and apart in time, their owners are told that they are deleted; too many at once are told to nobody, because
 * then the validator is more likely wrong than the world.
 */
@Singleton
class VanishedChutes {
    private static final Logger LOG = LoggerFactory.getLogger(VanishedChutes.class);
    private static final String KIND = "CHUTE_GONE";
    private static final int ALWAYS_ALLOWED = 2;
    private static final double ALLOWED_SHARE = 0.05;
    /** Single chutes that one pull asks for; the rest waits for the next. */
    private static final int MOST_ASKED = 200;

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

    /** @param spared chutes that are listed, or that change their version just now */
    void compare(String validator, List<Chute> known, Set<String> spared, MinerLists platform) {
        Instant now = clock.instant();
        String holder = Findings.holderOfChutes(validator);
        List<Finding> confirmed = new ArrayList<>();
        List<Chute> missing = known.stream()
                .filter(chute -> !spared.contains(chute.chuteId()))
                .limit(MOST_ASKED)
                .toList();
        boolean answered = true;
        for (Chute chute : missing) {
            Sight sight = lookFor(chute, platform);
            answered &= sight != Sight.UNKNOWN;
            if (sight == Sight.GONE) {
                Finding finding = findings.seen(KIND, chute.chuteId(), holder, now);
                if (confirmed(finding)) {
                    confirmed.add(finding);
                }
            }
        }
        if (answered) {
            findings.forgetOlderThan(holder, now);
        }
        act(validator, confirmed, known.size(), now);
    }

    private void act(String validator, List<Finding> confirmed, int known, Instant now) {
        List<Finding> unasked = confirmed.stream()
                .filter(finding -> finding.approvedAt() == null)
                .toList();
        boolean many = unasked.size() > Math.max(ALWAYS_ALLOWED, known * ALLOWED_SHARE);
        if (many) {
            LOG.error(
                    "{} of {} chutes are no longer listed; nothing is ended (CHUTES_GONE_HELD_BACK): see whether the"
                            + " validator's list is whole, and approve of what is true among GET /findings",
                    unasked.size(),
                    known);
            unasked.forEach(finding -> findings.heldBack(KIND, finding.subject()));
        }
        confirmed.stream()
                .filter(finding -> !many || finding.approvedAt() != null)
                .forEach(finding -> tell(validator, finding, now));
    }

    private enum Sight {
        GONE,
        THERE,
        UNKNOWN
    }

    private static Sight lookFor(Chute chute, MinerLists platform) {
        try {
            return platform.chute(chute.chuteId(), chute.version()).isPresent() ? Sight.THERE : Sight.GONE;
        } catch (ValidatorUnreachable unknown) {
            LOG.info("Whether chute {} is gone is not known", chute.chuteId(), unknown);
            return Sight.UNKNOWN;
        }
    }

    private boolean confirmed(Finding finding) {
        return finding.looks() >= 2
                && !finding.firstSeen().plus(periods.confirmListed()).isAfter(finding.lastSeen());
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
        request.add(
                owner::own,
                validator,
                chuteId,
                new ChutePauses(periods.confirmApart(), periods.drainLook(), periods.drainLookMax()));
        request.add(owner::changed, new ChuteChange(ChuteChange.Kind.DELETED, KIND + "/" + chuteId, null));
        workflows.signalWithStart(request);
        findings.acted(KIND, chuteId, now);
    }
}
