package dev.rigger.web.plans;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.change.Names;
import dev.rigger.placement.explain.Explanation;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a plan did what it did about one thing.
 *
 * @param text for a person
 * @param outcome what the plan does about it
 * @param rule the hard rule that stood against it, if one did
 * @param changes what would have made it otherwise, all of them together; empty when nothing that was tried would have
 */
@Serdeable
record Why(
        @JsonProperty("plan_id") String planId,
        @JsonProperty("made_at") String madeAt,
        String text,
        String outcome,
        @Nullable String rule,
        @JsonProperty("chute_id") @Nullable String chuteId,
        @JsonProperty("server_id") @Nullable String serverId,
        double worth,
        @JsonProperty("runner_up") @Nullable String runnerUp,
        @JsonProperty("runner_up_worth") double runnerUpWorth,
        List<String> changes,
        @JsonProperty("plans_tried") int plansTried) {

    static Why of(String planId, FleetSnapshot snapshot, Explanation explanation) {
        Names names = new Names(snapshot);
        return new Why(
                planId,
                snapshot.takenAt().toString(),
                explanation.text(),
                explanation.outcome().name(),
                explanation.rule() == null ? null : explanation.rule().name(),
                explanation.chuteId(),
                explanation.serverId(),
                explanation.worth(),
                explanation.runnerUp(),
                explanation.runnerUpWorth(),
                explanation.smallest().stream()
                        .map(change -> change.condition(names))
                        .toList(),
                explanation.plansTried());
    }
}
