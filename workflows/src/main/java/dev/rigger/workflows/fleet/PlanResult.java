package dev.rigger.workflows.fleet;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.rigger.workflows.deployment.DeploymentOrder;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored plan, as far as the coordinator acts on it.
 *
 * @param launches in the order in which they are worth most
 * @param planAgainAfter when waiting for a back-off or an age could change the answer; null when only an event can
 * @param summary one line for a person
 * @param headStart whether the launches' first steps are done all at once before their workflows begin
 */
@JsonIgnoreProperties(ignoreUnknown = true) // Plans stored before launches named their victims list them apart.
public record PlanResult(
        String planId,
        List<DeploymentOrder> launches,
        @Nullable Duration planAgainAfter,
        String summary,
        boolean headStart) {
    public PlanResult(
            String planId, List<DeploymentOrder> launches, @Nullable Duration planAgainAfter, String summary) {
        this(planId, launches, planAgainAfter, summary, false);
    }
}
