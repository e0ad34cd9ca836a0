package dev.rigger.workers.leadership;

import dev.rigger.activities.redis.LiveEvents;
import dev.rigger.settings.Periods;
import dev.rigger.settings.ValidatorEndpoint;
import dev.rigger.settings.ValidatorSettings;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes events to whoever listens live. One process does, so that listeners hear them in order. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class LiveFanOut implements LeaderDuty {
    private static final Logger LOG = LoggerFactory.getLogger(LiveFanOut.class);

    private final ValidatorSettings validators;
    private final LiveEvents events;
    private final Periods periods;
    private final List<Thread> streams = new ArrayList<>();

    LiveFanOut(ValidatorSettings validators, LiveEvents events, Periods periods) {
        this.validators = validators;
        this.events = events;
        this.periods = periods;
    }

    @Override
    public String name() {
        return "live events";
    }

    @Override
    public synchronized void begin() {
        if (streams.isEmpty()) {
            for (ValidatorEndpoint validator : validators.supported()) {
                LiveEvents.Stream stream = events.of(validator.hotkey());
                streams.add(Thread.ofVirtual().name("live-events").start(() -> follow(stream)));
            }
        }
    }

    @Override
    public synchronized void end() {
        streams.forEach(Thread::interrupt);
        try {
            for (Thread stream : streams) {
                stream.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        streams.clear();
    }

    private void follow(LiveEvents.Stream stream) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(advance(stream));
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Duration advance(LiveEvents.Stream stream) {
        try {
            return stream.advance();
        } catch (RuntimeException e) {
            LOG.warn("The inbox cannot be read for the live channel; trying again in {}", periods.inboxSweep(), e);
            return periods.inboxSweep();
        }
    }
}
