package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** Who does something, until when: table {@code leases}. */
@MappedEntity("leases")
record Lease(@Id String name, String holder, Instant until) {}
