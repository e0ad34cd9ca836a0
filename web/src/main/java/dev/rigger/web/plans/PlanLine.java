package dev.rigger.web.plans;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rigger.inventory.PlanSummary;
import io.micronaut.serde.annotation.Serdeable;

/** A plan in a list. {@code made_at} is UTC. */
@Serdeable
record PlanLine(
        @JsonProperty("plan_id") String planId,
        String validator,
        @JsonProperty("made_at") String madeAt,
        String summary) {
    static PlanLine of(PlanSummary row) {
        return new PlanLine(row.planId(), row.validator(), row.madeAt().toString(), row.summary());
    }
}
