package dev.rigger.workers.events;

import dev.rigger.inventory.Inbox;
import dev.rigger.inventory.Plans;
import dev.rigger.settings.Periods;
import dev.rigger.workers.leadership.LeaderDuty;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands undelivered events over again; deletes those that were delivered, and plans that were made, long ago. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class InboxSweep implements LeaderDuty {

    private static final Logger LOG = LoggerFactory.getLogger(InboxSweep.class);
    private static final int BATCH = 500;
    private static final Duration TIDY = Duration.ofMinutes(10);

    private final Inbox inbox;
    private final Plans plans;
    private final EventDispatcher dispatcher;
    private final Periods periods;
    private final InstantSource clock;
    private final AtomicLong undelivered = new AtomicLong();
    private Instant tidyAt = Instant.MIN;
    private @Nullable ScheduledExecutorService timer;

    InboxSweep(
            Inbox inbox,
            Plans plans,
            EventDispatcher dispatcher,
            Periods periods,
            InstantSource clock,
            MeterRegistry meters) {
        this.inbox = inbox;
        this.plans = plans;
        this.dispatcher = dispatcher;
        this.periods = periods;
        this.clock = clock;
        meters.gauge("rigger.inbox.undelivered", undelivered);
    }

    @Override
    public String name() {
        return "inbox sweep";
    }

    @Override
    public synchronized void begin() {
        if (timer == null) {
            timer = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("inbox-sweep").factory());
            timer.scheduleWithFixedDelay(
                    this::sweepOrSay, 0, periods.inboxSweep().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized void end() {
        ScheduledExecutorService running = timer;
        if (running != null) {
            running.close();
            timer = null;
        }
    }

    void sweep() {
        Instant now = clock.instant();
        inbox.undelivered(now, BATCH).forEach(dispatcher::arrived);
        undelivered.set(inbox.countUndelivered());
        if (now.isAfter(tidyAt)) {
            tidyAt = now.plus(TIDY);
            inbox.deleteDeliveredBefore(now.minus(periods.inboxRetention()));
            plans.forgetBefore(now.minus(periods.inboxRetention()));
        }
    }

    private void sweepOrSay() {
        try {
            sweep();
        } catch (RuntimeException e) {
            LOG.warn("the inbox cannot be swept now; trying again in {}", periods.inboxSweep(), e);
        }
    }
}
