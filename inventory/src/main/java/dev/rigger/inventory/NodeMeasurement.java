package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** What a server's node has to give beside its GPUs: table {@code node_measurements}. {@code diskGib} is ephemeral storage for all chutes on it together. */
@MappedEntity("node_measurements")
public record NodeMeasurement(@Id String serverId, long diskGib, Instant measuredAt) {}
