package dev.rigger.workers;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;

/** A registry in memory for a process that exports no metrics. */
@Factory
final class MetersOfLastResort {

    @Singleton
    @Requires(missingBeans = MeterRegistry.class)
    MeterRegistry meters() {
        return new SimpleMeterRegistry();
    }
}
