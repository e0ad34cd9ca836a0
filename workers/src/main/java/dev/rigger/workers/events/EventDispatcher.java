package dev.rigger.workers.events;

import dev.rigger.activities.events.EventArrival;
import dev.rigger.inventory.Inbox;
import dev.rigger.inventory.InboxEvent;
import dev.rigger.settings.Periods;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings events from the inbox to their owners: at once when one arrives, again from the sweep while one is undelivered.
 *
 * <p>Promises: at least once, in the order of arrival for each subject; an event that cannot be delivered is parked with
 * its error and holds up nobody; a world that does not answer is waited for without end.
 */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class EventDispatcher implements EventArrival {

    private static final Logger LOG = LoggerFactory.getLogger(EventDispatcher.class);
    private static final int SIDE_BY_SIDE = 64;
    /** Failures that look like the event's own fault, before it is parked. */
    private static final int PATIENCE = 5;

    private final Map<String, EventHandler> handlers = new HashMap<>();
    private final Inbox inbox;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Duration unknownOwnerPatience;
    private final SubjectLanes lanes = new SubjectLanes(SIDE_BY_SIDE);
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    EventDispatcher(
            List<EventHandler> handlers, Inbox inbox, Periods periods, InstantSource clock, MeterRegistry meters) {
        handlers.forEach(handler -> handler.reasons().forEach(reason -> this.handlers.put(reason, handler)));
        this.inbox = inbox;
        this.clock = clock;
        this.meters = meters;
        this.unknownOwnerPatience = periods.reconcile().multipliedBy(2);
    }

    @Override
    public void arrived(InboxEvent event) {
        if (underWay.add(event.eventKey())) {
            lanes.run(event.validator() + "/" + event.subject(), () -> deliver(event));
        }
    }

    /** Whether an event that was handed over is neither delivered nor given back to the sweep yet. */
    boolean isUnderWay(String eventKey) {
        return underWay.contains(eventKey);
    }

    private void deliver(InboxEvent event) {
        try {
            settle(event, handle(event));
        } catch (RuntimeException e) {
            failed(event, e);
        } finally {
            underWay.remove(event.eventKey());
        }
    }

    private Delivery handle(InboxEvent event) {
        @Nullable EventHandler handler = handlers.get(event.reason());
        return handler == null
                ? new Delivery.Delivered("nobody listens for " + event.reason())
                : handler.handle(event, EventData.parse(event.payload()));
    }

    private void settle(InboxEvent event, Delivery delivery) {
        switch (delivery) {
            case Delivery.Delivered delivered -> {
                Instant now = clock.instant();
                inbox.delivered(event.eventKey(), now);
                count(event, delivered.note().isEmpty() ? "delivered" : "noted");
                meters.timer("rigger.dispatch.lag").record(Duration.between(event.receivedAt(), now));
                LOG.debug("event {} {} delivered {}", event.reason(), event.subject(), delivered.note());
            }
            case Delivery.NotYet notYet -> {
                if (event.receivedAt().plus(unknownOwnerPatience).isAfter(clock.instant())) {
                    inbox.attempted(event.eventKey());
                } else {
                    park(event, notYet.missing() + "; left to the comparison with the validator's lists");
                }
            }
            case Delivery.Parked parked -> park(event, parked.because());
        }
    }

    private void failed(InboxEvent event, RuntimeException failure) {
        try {
            if (failure instanceof BadEvent) {
                park(event, String.valueOf(failure.getMessage()));
            } else if (!Passing.isPassing(failure) && event.attempts() + 1 >= PATIENCE) {
                LOG.error("event {} of {} is parked (EVENT_UNDELIVERABLE)", event.eventKey(), event.subject(), failure);
                park(event, failure.toString());
            } else {
                LOG.warn("event {} of {} is tried again", event.reason(), event.subject(), failure);
                inbox.attempted(event.eventKey());
            }
        } catch (RuntimeException inboxAway) {
            LOG.warn("event {} stays in the inbox for the sweep", event.eventKey(), inboxAway);
        }
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
