package dev.rigger.workers.events;

import dev.rigger.activities.events.EventArrival;
import dev.rigger.activities.launches.Races;
import dev.rigger.activities.temporal.Grouped;
import dev.rigger.inventory.Inbox;
import dev.rigger.inventory.InboxEvent;
import dev.rigger.settings.Periods;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings events from the inbox to their owners: at once when one arrives, again from the sweep while one is undelivered.
 *
 * <p>Promises: at least once, in the order of arrival for each subject; an event that cannot be delivered is parked with
 * its error and holds up no other subject; a world that does not answer is waited for without end. While an older event of
 * a subject is undelivered, younger ones stay in the inbox: the next sweep hands over all of them in their order.
 */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class EventDispatcher implements EventArrival {

    private static final Logger LOG = LoggerFactory.getLogger(EventDispatcher.class);
    private static final int RECEIPTS_AT_ONCE = 500;
    /** More than this wait in the inbox rather than in memory. */
    private static final int MOST_UNDER_WAY = 5_000;
    /** Failures that look like the event's own fault, before it is parked. */
    private static final int PATIENCE = 5;

    private final Map<String, EventHandler> handlers = new HashMap<>();
    private final Map<String, Semaphore> turns = new HashMap<>();
    private final Followers followers;
    private final Inbox inbox;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Duration unknownOwnerPatience;
    private final SubjectLanes<InboxEvent> lanes = new SubjectLanes<>(this::deliver, this::giveBack);
    private final Grouped<String, Instant> receipts = new Grouped<>(RECEIPTS_AT_ONCE, this::writeDelivered);
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final Set<String> heldBack = ConcurrentHashMap.newKeySet();
    private volatile boolean onlySweeps;

    EventDispatcher(
            List<EventHandler> handlers,
            Inbox inbox,
            Races races,
            Periods periods,
            InstantSource clock,
            MeterRegistry meters) {
        for (EventHandler handler : handlers) {
            Semaphore together = new Semaphore(handler.sideBySide());
            for (String reason : handler.reasons()) {
                this.handlers.put(reason, handler);
                this.turns.put(reason, together);
            }
        }
        this.inbox = inbox;
        this.followers = new Followers(races);
        this.clock = clock;
        this.meters = meters;
        this.unknownOwnerPatience = periods.reconcile().multipliedBy(2);
        meters.gaugeCollectionSize("rigger.inbox.under.way", Tags.empty(), underWay);
    }

    @Override
    public synchronized void arrived(InboxEvent event) {
        if (!hasRoom()) {
            heldBack.add(lane(event));
        }
        if (!onlySweeps && !heldBack.contains(lane(event))) {
            handOver(event);
        }
    }

    /** Until {@link #sweptAll}, nothing that arrives may overtake what an earlier process left in the inbox. */
    void waitForSweep() {
        onlySweeps = true;
    }

    /** Hands over what waits in the inbox, oldest first; answers whether there is room for more. */
    synchronized boolean swept(List<InboxEvent> oldestFirst) {
        oldestFirst.forEach(event -> heldBack.remove(lane(event)));
        oldestFirst.forEach(this::handOver);
        return hasRoom();
    }

    /** The inbox holds nothing that was not handed over. */
    void sweptAll() {
        onlySweeps = false;
    }

    /** Those that only wait for their followers to be told hold up nobody. */
    private boolean hasRoom() {
        return underWay.size() - followers.waiting() < MOST_UNDER_WAY;
    }

    private void handOver(InboxEvent event) {
        if (underWay.add(event.eventKey())) {
            lanes.add(lane(event), event);
        }
    }

    private void giveBack(InboxEvent event) {
        heldBack.add(lane(event));
        underWay.remove(event.eventKey());
    }

    private static String lane(InboxEvent event) {
        return event.validator() + "/" + event.subject();
    }

    /** Whether an event that was handed over is neither delivered nor given back to the sweep yet. */
    boolean isUnderWay(String eventKey) {
        return underWay.contains(eventKey);
    }

    /** Answers whether the next event of its subject may follow. */
    private boolean deliver(InboxEvent event) {
        try {
            Delivery delivery = handle(event);
            if (delivery instanceof Delivery.Followed followed) {
                followers.tell(() -> over(event, isToldToFollowers(event, followed.rest())));
                return true;
            }
            return over(event, isSettled(event, delivery));
        } catch (RuntimeException e) {
            return over(event, isParkedAfter(event, e));
        }
    }

    private boolean isToldToFollowers(InboxEvent event, Runnable rest) {
        try {
            rest.run();
            return isSettled(event, Delivery.DONE);
        } catch (RuntimeException e) {
            return isParkedAfter(event, e);
        }
    }

    private boolean over(InboxEvent event, boolean settled) {
        if (!settled) {
            heldBack.add(lane(event));
        }
        underWay.remove(event.eventKey());
        return settled;
    }

    private List<Instant> writeDelivered(List<String> eventKeys) {
        Instant now = clock.instant();
        inbox.delivered(String.join(",", eventKeys), now);
        return Collections.nCopies(eventKeys.size(), now);
    }

    private Delivery handle(InboxEvent event) {
        @Nullable EventHandler handler = handlers.get(event.reason());
        Semaphore together = turns.get(event.reason());
        if (handler == null || together == null) {
            return new Delivery.Delivered("nobody listens for " + event.reason());
        }
        together.acquireUninterruptibly();
        try {
            return handler.handle(event, EventData.parse(event.payload()));
        } finally {
            together.release();
        }
    }

    private boolean isSettled(InboxEvent event, Delivery delivery) {
        switch (delivery) {
            case Delivery.Delivered delivered -> {
                Instant now = receipts.ask(event.eventKey());
                count(event, delivered.note().isEmpty() ? "delivered" : "noted");
                meters.timer("rigger.dispatch.lag").record(Duration.between(event.receivedAt(), now));
                LOG.debug("event {} {} delivered {}", event.reason(), event.subject(), delivered.note());
            }
            case Delivery.NotYet notYet -> {
                if (event.receivedAt().plus(unknownOwnerPatience).isAfter(clock.instant())) {
                    inbox.attempted(event.eventKey());
                    return false;
                }
                park(event, notYet.missing() + "; left to the comparison with the validator's lists");
            }
            case Delivery.Parked parked -> park(event, parked.because());
            case Delivery.Followed followed -> throw new IllegalStateException("Followers are told on their own");
        }
        return true;
    }

    private boolean isParkedAfter(InboxEvent event, RuntimeException failure) {
        try {
            if (failure instanceof BadEvent) {
                park(event, String.valueOf(failure.getMessage()));
                return true;
            }
            if (!Passing.isPassing(failure) && event.attempts() + 1 >= PATIENCE) {
                LOG.error("event {} of {} is parked (EVENT_UNDELIVERABLE)", event.eventKey(), event.subject(), failure);
                park(event, failure.toString());
                return true;
            }
            LOG.warn("event {} of {} is tried again", event.reason(), event.subject(), failure);
            inbox.attempted(event.eventKey());
        } catch (RuntimeException inboxAway) {
            LOG.warn("event {} stays in the inbox for the sweep", event.eventKey(), inboxAway);
        }
        return false;
    }

    private void park(InboxEvent event, String because) {
        inbox.parked(event.eventKey(), because);
        count(event, "parked");
        LOG.info("event {} of {} is parked: {}", event.reason(), event.subject(), because);
    }

    /** Reasons come from outside: only those that we know become tags of their own. */
    private void count(InboxEvent event, String outcome) {
        String reason = handlers.containsKey(event.reason()) ? event.reason() : "unknown";
        meters.counter("rigger.events", "reason", reason, "outcome", outcome).increment();
    }
}
