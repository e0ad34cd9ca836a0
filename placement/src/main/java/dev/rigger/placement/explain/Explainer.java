package dev.rigger.placement.explain;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Planner;
import dev.rigger.placement.change.Change;
import dev.rigger.placement.change.Names;
import java.util.List;

/**
 * Explains plans by making others: what would have made it otherwise is not concluded but tried, with the planner that
 * made the plan. Deterministic; how many plans it may make is counted.
 */
public final class Explainer {

    /** Enough for every question that a fleet has been asked so far. */
    public static final int MOST_PLANS = 600;

    private final Planner planner;
    private final Planner unvetoed;
    private final int mostPlans;

    public Explainer(Planner planner) {
        this(planner, planner, MOST_PLANS);
    }

    /**
     * @param unvetoed the same planner without the operator's own policy; what that policy forbids is explained by it
     * @param mostPlans how many plans may be made for one answer
     */
    public Explainer(Planner planner, Planner unvetoed, int mostPlans) {
        this.planner = planner;
        this.unvetoed = unvetoed;
        this.mostPlans = mostPlans;
    }

    /**
     * @param plan what the planner made of the snapshot
     * @throws IllegalArgumentException when the question is about something that the snapshot does not have, or the plan
     *     was made by another policy
     */
    public Explanation explain(FleetSnapshot snapshot, Plan plan, Question question) {
        if (!plan.policy().equals(planner.policy())) {
            throw new IllegalArgumentException("The plan was made by " + plan.policy() + ", not by " + planner.policy()
                    + " (OTHER_POLICY). Explain it with the policy that made it.");
        }
        Subjects.mustExist(snapshot, question);
        Fate fate = Fate.of(question, snapshot, plan);
        Trials trials = new Trials(planner, unvetoed, snapshot, mostPlans);
        List<Change> smallest = new Search(question, fate, trials).smallest(snapshot, plan);
        Account account = Account.of(snapshot, plan, question, fate);
        return new Explanation(
                question,
                account.outcome(),
                account.rule(),
                account.chuteId(),
                account.serverId(),
                account.worth(),
                account.runnerUp(),
                account.runnerUpWorth(),
                smallest,
                trials.made(),
                new Wording(new Names(snapshot)).text(question, account, smallest, trials.made()));
    }
}
