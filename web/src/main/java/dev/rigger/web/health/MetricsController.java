package dev.rigger.web.health;

import dev.rigger.web.access.Open;
import dev.rigger.web.answers.WebRole;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Metrics in Prometheus' text format. */
@WebRole
@Controller("/prometheus")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "health")
final class MetricsController {
    private final PrometheusMeterRegistry registry;

    MetricsController(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    /** Everything that is measured in this process. */
    @Open
    @Get
    @Produces(MediaType.TEXT_PLAIN)
    String scrape() {
        return registry.scrape();
    }
}
