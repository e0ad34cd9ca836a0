package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** What a proof of a server's GPUs, or a later look at them, came to: table {@code gpu_verdicts}. {@code code} is stable, {@code what} is for people. */
@MappedEntity("gpu_verdicts")
public record GpuVerdict(
        @Id String verdictId, String serverName, boolean accepted, String code, String what, Instant judgedAt) {}
