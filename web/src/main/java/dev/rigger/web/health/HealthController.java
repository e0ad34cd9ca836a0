package dev.rigger.web.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rigger.web.access.Open;
import dev.rigger.web.answers.WebRole;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether what this process depends on answers. */
@WebRole
@Controller("/health")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "health")
final class HealthController {
    private static final Logger LOG = LoggerFactory.getLogger(HealthController.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final List<Dependency> dependencies;

    HealthController(List<Dependency> dependencies) {
        this.dependencies = dependencies;
    }

    /** How one dependency or all of them are. */
    @Serdeable
    enum Status {
        UP,
        DOWN
    }

    @Serdeable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Health(Status status, Map<String, Status> dependencies) {}

    /** Asks all dependencies at once; 503 when one of them does not answer within a few seconds. */
    @Open
    @Get
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Health.class)))
    @ApiResponse(responseCode = "503", content = @Content(schema = @Schema(implementation = Health.class)))
    HttpResponse<Health> health() throws InterruptedException {
        Map<String, Status> answers = new LinkedHashMap<>();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            Map<String, Future<?>> asked = new LinkedHashMap<>();
            dependencies.forEach(dependency -> asked.put(dependency.name(), threads.submit(() -> {
                dependency.ask();
                return null;
            })));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            for (Map.Entry<String, Future<?>> each : asked.entrySet()) {
                answers.put(each.getKey(), answer(each.getKey(), each.getValue(), deadline));
            }
        } finally {
            threads.shutdownNow();
        }
        boolean up = !answers.containsValue(Status.DOWN);
        return HttpResponse.<Health>status(up ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(new Health(up ? Status.UP : Status.DOWN, answers));
    }

    private static Status answer(String name, Future<?> asked, long deadline) throws InterruptedException {
        try {
            asked.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return Status.UP;
        } catch (ExecutionException | TimeoutException away) {
            // Whoever may look at this route may not see addresses and users, which such messages carry.
            LOG.debug("{} does not answer", name, away);
            return Status.DOWN;
        }
    }
}
