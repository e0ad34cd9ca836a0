package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** A deployment that never makes room for another: table {@code deployment_pins}. {@code note}: why, in the operator's words. */
@MappedEntity("deployment_pins")
public record DeploymentPin(@Id String deploymentId, String note, Instant pinnedAt) {}
