package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** A node's kubeconfig, sealed: table {@code kubeconfigs}. */
@MappedEntity("kubeconfigs")
record StoredKubeconfig(@Id String serverName, String sealed) {}
