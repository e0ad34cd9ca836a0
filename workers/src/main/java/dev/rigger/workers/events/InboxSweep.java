package dev.rigger.workers.events;

import dev.rigger.inventory.Inbox;
import dev.rigger.inventory.InboxEvent;
import dev.rigger.inventory.Plans;
import dev.rigger.settings.Periods;
import dev.rigger.workers.leadership.LeaderDuty;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands undelivered events over again, all of them, page after page; deletes those that were delivered or parked, and plans
 * that were made, long ago.
 */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class InboxSweep implements LeaderDuty {

    private static final Logger LOG = LoggerFactory.getLogger(InboxSweep.class);
    private static final int PAGE = 500;

    private final Inbox inbox;
    private final Plans plans;
    private final EventDispatcher dispatcher;
    private final Periods periods;
    private final InstantSource clock;
    private final AtomicLong undelivered = new AtomicLong();
    private final AtomicLong parked = new AtomicLong();
    private final AtomicLong lagSeconds = new AtomicLong();
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
        meters.gauge("rigger.inbox.parked", parked);
        meters.gauge("rigger.inbox.lag.seconds", lagSeconds);
    }

    @Override
    public String name() {
        return "inbox sweep";
    }

    @Override
    public synchronized void begin() {
        if (timer == null) {
            dispatcher.waitForSweep();
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
        handOver(now);
        undelivered.set(inbox.countUndelivered());
        parked.set(inbox.countParked());
        lagSeconds.set(inbox.oldestUndelivered()
                .map(oldest -> Math.max(0, Duration.between(oldest, now).toSeconds()))
                .orElse(0L));
        if (now.isAfter(tidyAt)) {
            tidyAt = now.plus(periods.inboxTidy());
            Instant before = now.minus(periods.inboxRetention());
            inbox.deleteDeliveredBefore(before);
            inbox.deleteParkedBefore(before);
            plans.forgetBefore(before);
        }
    }

    private void handOver(Instant receivedBefore) {
        Instant after = Instant.EPOCH;
        String afterKey = "";
        while (true) {
            List<InboxEvent> page = inbox.undelivered(receivedBefore, after, afterKey, PAGE);
            boolean room = dispatcher.swept(page);
            if (page.size() < PAGE) {
                dispatcher.sweptAll();
                return;
            }
            if (!room) {
                return;
            }
            after = page.getLast().receivedAt();
            afterKey = page.getLast().eventKey();
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
