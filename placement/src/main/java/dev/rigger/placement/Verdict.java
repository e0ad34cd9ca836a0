package dev.rigger.placement;

import org.jspecify.annotations.Nullable;

/** What a plan decided about one chute. Ids and numbers only; sentences are made of it when somebody asks. */
public sealed interface Verdict {

    String chuteId();

    /**
     * Launched.
     *
     * @param worth in the planner's own unit
     * @param runnerUp the server that came next, null when no other would have done
     * @param runnerUpWorth what it would have been worth there; 0 without a runner-up
     */
    record Placed(
            String chuteId,
            String serverId,
            double worth,
            @Nullable String runnerUp,
            double runnerUpWorth) implements Verdict {}

    /**
     * Not launched.
     *
     * @param rule the first rule that it broke
     * @param serverId the server that came nearest to taking it, null when none did or the rule concerns the chute alone
     * @param worth what it would have been worth there, or 0
     */
    record Refused(String chuteId, Rule rule, @Nullable String serverId, double worth) implements Verdict {}
}
