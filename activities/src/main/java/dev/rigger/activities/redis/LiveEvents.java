package dev.rigger.activities.redis;

import dev.rigger.inventory.FanOut;
import dev.rigger.inventory.FanOuts;
import dev.rigger.inventory.InboxEvent;
import dev.rigger.inventory.InboxTail;
import dev.rigger.settings.Periods;
import io.lettuce.core.RedisException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands every event of a validator's on to the live channel, in the order of arrival and at least once. The inbox in
 * PostgreSQL is what it reads from, so that while Redis is away nothing is lost: it goes on where it stopped, in whichever
 * process.
 */
@Singleton
public class LiveEvents {
    private static final Logger LOG = LoggerFactory.getLogger(LiveEvents.class);
    private static final int BATCH = 500;
    private static final int MOST_DOUBLINGS = 10;

    private final InboxTail inbox;
    private final FanOuts progress;
    private final LiveChannel channel;
    private final Periods periods;
    private final InstantSource clock;

    LiveEvents(InboxTail inbox, FanOuts progress, LiveChannel channel, Periods periods, InstantSource clock) {
        this.inbox = inbox;
        this.progress = progress;
        this.channel = channel;
        this.periods = periods;
        this.clock = clock;
    }

    /** One validator's, with its own memory of how Redis behaved. */
    public final class Stream {
        private final String validator;
        private int failures;

        private Stream(String validator) {
            this.validator = validator;
        }

        /** Publishes what is new; answers how long to wait before the next time. */
        public Duration advance() {
            try {
                boolean more = publishNew();
                if (failures > 0) {
                    LOG.info("Redis answers again; the live channel has caught up on {}", validator);
                }
                failures = 0;
                return more ? Duration.ZERO : periods.fanOut();
            } catch (RedisException away) {
                failures++;
                Duration pause = pause();
                if (failures == 1) {
                    LOG.warn(
                            "Redis does not take events (REDIS_UNREACHABLE): {}. They stay in PostgreSQL and are published"
                                    + " when it answers again; see REDIS_URL",
                            away.getMessage());
                }
                return pause;
            }
        }

        /** Answers whether there may be more. */
        private boolean publishNew() {
            FanOut last = progress.of(validator).orElseGet(this::begin);
            List<InboxEvent> events = inbox.after(validator, last.receivedAt(), last.eventKey(), BATCH);
            if (!events.isEmpty()) {
                channel.publish(events);
                InboxEvent newest = events.getLast();
                progress.moveTo(validator, newest.receivedAt(), newest.eventKey());
            }
            return events.size() == BATCH;
        }

        /** The first time ever: from now on. */
        private FanOut begin() {
            FanOut now = new FanOut(validator, clock.instant(), "");
            progress.moveTo(validator, now.receivedAt(), now.eventKey());
            return now;
        }

        private Duration pause() {
            Duration grown = periods.redisRetry().multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
            return grown.compareTo(periods.redisRetryMax()) < 0 ? grown : periods.redisRetryMax();
        }
    }

    public Stream of(String validator) {
        return new Stream(validator);
    }
}
