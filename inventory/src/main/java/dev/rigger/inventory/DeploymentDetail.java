package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** What the cluster said last of a deployment: column {@code detail} of table {@code deployment_audit}. */
@MappedEntity("deployment_audit")
public record DeploymentDetail(@Id String deploymentId, String detail) {}
