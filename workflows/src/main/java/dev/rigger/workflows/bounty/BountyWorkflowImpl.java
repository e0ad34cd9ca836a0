package dev.rigger.workflows.bounty;

import dev.rigger.workflows.SearchKeys;
import dev.rigger.workflows.Steps;
import dev.rigger.workflows.deployment.Phase;
import dev.rigger.workflows.deployment.Reason;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows one bounty: collapse its announcements → follow our deployments → keep the outcome.
 *
 * <p>It is placed as soon as a copy of ours is active. It is over when, for as long as our patience lasts after the last
 * announcement, nothing of ours is under way: lost where we had tried, expired where we had not.
 */
public final class BountyWorkflowImpl implements BountyWorkflow {
    private final BountyWatch watch;
    private final Map<String, BountyMove> moves = new LinkedHashMap<>();
    private BountyNotice lastNotice;
    private Instant lastNoticeAt;
    private int announcements;
    private @Nullable String placedBy;

    @WorkflowInit
    public BountyWorkflowImpl(BountyWatch watch) {
        this.watch = watch;
        BountyNotice earlier = watch.lastNotice();
        this.lastNotice = earlier == null ? new BountyNotice("", 0, 1) : earlier;
        this.lastNoticeAt = now();
    }

    @Override
    public BountyOutcome follow(BountyWatch same) {
        Workflow.upsertTypedSearchAttributes(SearchKeys.CHUTE_ID.valueSet(watch.chuteId()));
        BountyOutcome outcome = awaitOutcome();
        Workflow.upsertTypedSearchAttributes(
                SearchKeys.PHASE.valueSet(outcome.result().name()));
        Steps.run(
                BountyActivities.class,
                "Keep the outcome: " + outcome.result(),
                ledger -> ledger.recordOutcome(watch.validator(), watch.chuteId(), lastNotice, outcome));
        Workflow.await(Workflow::isEveryHandlerFinished);
        return outcome;
    }

    @Override
    public void announced(BountyNotice notice) {
        if (notice.eventKey().equals(lastNotice.eventKey())) {
            return;
        }
        lastNotice = notice;
        lastNoticeAt = now();
        announcements++;
    }

    @Override
    public void deploymentMoved(BountyMove move) {
        if (move.phase() == Phase.ACTIVE && placedBy == null) {
            placedBy = move.deploymentId();
        }
        BountyMove known = moves.get(move.deploymentId());
        if (known == null || known.phase().compareTo(move.phase()) < 0) {
            moves.put(move.deploymentId(), move);
        }
    }

    @Override
    public BountyState state() {
        return new BountyState(lastNotice.amount(), lastNotice.boost(), announcements, underWay());
    }

    private BountyOutcome awaitOutcome() {
        while (true) {
            Duration left = Duration.between(now(), lastNoticeAt.plus(watch.patience()));
            boolean patienceIsOver =
                    !Steps.await(left, "Look whether it is over", () -> placedBy != null || mustContinue());
            String winner = placedBy;
            if (winner != null) {
                return new BountyOutcome(BountyOutcome.Result.PLACED, winner, "a copy of ours is active");
            }
            if (mustContinue()) {
                continueAsNew();
            }
            if (patienceIsOver && !now().isBefore(lastNoticeAt.plus(watch.patience()))) {
                askInventory();
                if (placedBy == null && underWay().isEmpty()) {
                    return withoutUs();
                }
                awaitAnyMove();
            }
        }
    }

    /** What was said by nobody, because a signal was lost or came before this run, the inventory knows. */
    private void askInventory() {
        List<BountyMove> known = Steps.call(
                BountyActivities.class,
                "Which deployments are under way",
                (BountyActivities ledger) -> ledger.deploymentsOf(watch.validator(), watch.chuteId()));
        List<String> open = known.stream().map(BountyMove::deploymentId).toList();
        moves.replaceAll((id, move) ->
                isOver(move) || open.contains(id) ? move : new BountyMove(id, Phase.GONE, Reason.WORKLOAD_DISAPPEARED));
        known.forEach(this::deploymentMoved);
    }

    /** Something is under way although our patience is over: its next word, or another look after as long again. */
    private void awaitAnyMove() {
        List<String> before = underWay();
        Steps.await(
                watch.patience(),
                "Look again at what is under way",
                () -> placedBy != null || !underWay().equals(before) || mustContinue());
    }

    private BountyOutcome withoutUs() {
        return moves.values().stream()
                .reduce((earlier, later) -> later)
                .map(tried -> new BountyOutcome(
                        BountyOutcome.Result.LOST, tried.deploymentId(), "our last try ended: " + tried.reason()))
                .orElseGet(() ->
                        new BountyOutcome(BountyOutcome.Result.EXPIRED, null, "nothing of ours was tried in time"));
    }

    private List<String> underWay() {
        return moves.values().stream()
                .filter(move -> !isOver(move))
                .map(BountyMove::deploymentId)
                .toList();
    }

    private static boolean isOver(BountyMove move) {
        return move.phase() == Phase.GONE || move.phase() == Phase.REFUSED;
    }

    private static boolean mustContinue() {
        return Workflow.getInfo().isContinueAsNewSuggested();
    }

    private void continueAsNew() {
        Workflow.await(Workflow::isEveryHandlerFinished);
        Workflow.continueAsNew(new BountyWatch(watch.validator(), watch.chuteId(), watch.patience(), lastNotice));
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }
}
