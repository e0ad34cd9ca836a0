package dev.rigger.workflows.fleet;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.rigger.workflows.deployment.DeploymentOrder;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored plan, as far as the coordinator acts on it.
 *
 * @param launches in the order in which they are worth most; none where they were asked for by their number
 * @param planAgainAfter when waiting for a back-off or an age could change the answer; null when only an event can
 * @param summary one line for a person
 * @param headStart whether the launches' first steps are done all at once before their workflows begin
 * @param count of launches
 */
@JsonIgnoreProperties(ignoreUnknown = true) // Plans stored before launches named their victims list them apart.
public record PlanResult(
        String planId,
        List<DeploymentOrder> launches,
        @Nullable Duration planAgainAfter,
        String summary,
        boolean headStart,
        int count) {
    /** Results of before launches were counted have them all. */
    public PlanResult {
        count = Math.max(count, launches.size());
    }

    /** With all launches. */
    public PlanResult(
            String planId,
            List<DeploymentOrder> launches,
            @Nullable Duration planAgainAfter,
            String summary,
            boolean headStart) {
        this(planId, launches, planAgainAfter, summary, headStart, launches.size());
    }

    /** The same, its launches by their number alone. */
    public PlanResult brief() {
        return new PlanResult(planId, List.of(), planAgainAfter, summary, headStart, count);
    }
}
