package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** A stored plan without what it was made from and what it says. */
@MappedEntity("plans")
public record PlanSummary(@Id String planId, String validator, Instant madeAt, String summary) {}
