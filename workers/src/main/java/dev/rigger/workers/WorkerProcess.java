package dev.rigger.workers;

import dev.rigger.settings.TemporalSettings;
import dev.rigger.temporal.TemporalConnection;
import dev.rigger.temporal.WorkerShape;
import dev.rigger.temporal.WorkerVersion;
import dev.rigger.workers.leadership.Leadership;
import dev.rigger.workflows.TaskQueues;
import io.micronaut.context.BeanContext;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker of queue {@code rigger}: starts once every bean is there, which includes a migrated database and a usable
 * namespace, and ends in the opposite order: no new events, then no new tasks, then the connections.
 */
@Context
@Requires(property = "rigger.role.worker", value = "true")
public final class WorkerProcess {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final Duration FINISHING = Duration.ofSeconds(5);

    private final TemporalConnection temporal;
    private final TemporalSettings settings;
    private final BeanContext beans;
    private final StandingWork standing;
    private final Leadership leadership;
    private final InstantSource clock;
    private final boolean promote;
    private final List<WorkerInterceptor> interceptors;
    private @Nullable WorkerFactory factory;
    private @Nullable Thread settling;

    WorkerProcess(
            TemporalConnection temporal,
            TemporalSettings settings,
            BeanContext beans,
            StandingWork standing,
            Leadership leadership,
            InstantSource clock,
            @Value("${rigger.worker.promote:true}") boolean promote,
            List<WorkerInterceptor> interceptors) {
        this.temporal = temporal;
        this.settings = settings;
        this.beans = beans;
        this.standing = standing;
        this.leadership = leadership;
        this.clock = clock;
        this.promote = promote;
        this.interceptors = List.copyOf(interceptors);
    }

    @EventListener
    synchronized void start(StartupEvent event) {
        WorkerFactory made = WorkerFactory.newInstance(temporal.client(), WorkerShape.factory(interceptors));
        Worker worker = made.newWorker(TaskQueues.CONTROL_PLANE, WorkerShape.controlPlane(settings));
        RegisteredTypes.register(worker, beans);
        made.start();
        factory = made;
        leadership.start();
        settling = Thread.ofVirtual().name("standing-work").start(this::settle);
        LOG.info("worker of queue {} started", TaskQueues.CONTROL_PLANE);
    }

    @PreDestroy
    synchronized void stop() {
        leadership.stop();
        if (settling != null) {
            settling.interrupt();
        }
        WorkerFactory running = factory;
        if (running != null) {
            running.shutdown();
            running.awaitTermination(FINISHING.toMillis(), TimeUnit.MILLISECONDS);
            running.shutdownNow();
        }
        LOG.info("worker of queue {} ended", TaskQueues.CONTROL_PLANE);
    }

    /** Temporal or the database may be away right now; the workers run all the same, so this waits for them. */
    private void settle() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (promote) {
                    new WorkerVersion(temporal, clock).makeCurrent(PATIENCE);
                }
                standing.ensure();
                return;
            } catch (RuntimeException e) {
                LOG.warn("standing work is not settled yet; trying again in {}", BETWEEN_TRIES, e);
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_TRIES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
