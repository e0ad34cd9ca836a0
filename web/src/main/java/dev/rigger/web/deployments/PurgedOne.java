package dev.rigger.web.deployments;

import dev.rigger.web.fleet.DeploymentView;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;

/** Answer of a purge of one. */
@Serdeable(naming = SnakeCaseStrategy.class)
record PurgedOne(String status, DeploymentView deploymentPurged, Purge.Ending ending) {}
