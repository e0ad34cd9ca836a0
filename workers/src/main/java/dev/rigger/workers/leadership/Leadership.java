package dev.rigger.workers.leadership;

import dev.rigger.inventory.Leases;
import dev.rigger.settings.Periods;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Elects one of the worker processes by a lease in the database. The leader renews every quarter of the lease; the others
 * ask every eighth, so that a killed leader is followed after one lease and an eighth at most. A leader that cannot renew
 * ends its duties before anybody else may begin them.
 */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class Leadership {

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
    static final String LEASE = "control-plane";
    /** Parts of a lease. */
    private static final int RENEW_EVERY = 4;

    private static final int ASK_EVERY = 8;

    private final Leases leases;
    private final List<LeaderDuty> duties;
    private final Duration lease;
    private final String holder = UUID.randomUUID().toString();
    private final AtomicBoolean leading = new AtomicBoolean();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Object office = new Object();
    private volatile long renewedAt;
    private @Nullable Thread campaign;

    public Leadership(Leases leases, List<LeaderDuty> duties, Periods periods, MeterRegistry meters) {
        this.leases = leases;
        this.duties = List.copyOf(duties);
        this.lease = periods.leaderLease();
        meters.gauge("rigger.leader", leading, is -> is.get() ? 1 : 0);
    }

    /**
     * How long nobody leads, at most, after the leader was killed: it renewed in that very moment, and the next to ask had
     * just been refused when the lease was over. What the database takes to answer comes on top.
     */
    static Duration longestTakeover(Duration lease) {
        return lease.plus(lease.dividedBy(ASK_EVERY));
    }

    public synchronized void start() {
        if (campaign == null) {
            campaign = Thread.ofPlatform().daemon().name("leadership").start(this::campaign);
            Thread.ofPlatform().daemon().name("leadership-watch").start(this::watch);
        }
    }

    /** Ends the duties and lets another process lead at once. */
    public synchronized void stop() {
        stopping.countDown();
        Thread running = campaign;
        if (running != null) {
            try {
                running.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    public boolean isLeading() {
        return leading.get();
    }

    private void campaign() {
        do {
            turn();
        } while (!stopsWithin(lease.dividedBy(leading.get() ? RENEW_EVERY : ASK_EVERY)));
        stepDown("this process ends");
        letGo();
    }

    private void turn() {
        long asked = System.nanoTime();
        try {
            if (leases.hold(LEASE, holder, lease)) {
                renewedAt = asked;
                lead();
            } else {
                stepDown("another process holds the lease");
            }
        } catch (RuntimeException e) {
            LOG.warn("cannot ask for the leader's lease; asking again: {}", e.toString());
        }
    }

    /** A database that hangs keeps the campaign waiting, so somebody else must see that the lease runs out. */
    private void watch() {
        while (!stopsWithin(lease.dividedBy(16))) {
            if (isRunningOut()) {
                stepDown("the lease could not be renewed");
            }
        }
    }

    private boolean isRunningOut() {
        return Duration.ofNanos(System.nanoTime() - renewedAt)
                        .compareTo(lease.multipliedBy(3).dividedBy(4))
                >= 0;
    }

    private void lead() {
        synchronized (office) {
            if (!isRunningOut() && leading.compareAndSet(false, true)) {
                LOG.info("leading: {}", duties.stream().map(LeaderDuty::name).toList());
                for (LeaderDuty duty : duties) {
                    attempt("begin", duty, duty::begin);
                }
            }
        }
    }

    private void stepDown(String why) {
        synchronized (office) {
            if (leading.compareAndSet(true, false)) {
                LOG.info("leading no longer: {}", why);
                for (LeaderDuty duty : duties.reversed()) {
                    attempt("end", duty, duty::end);
                }
            }
        }
    }

    /** One duty that fails must not keep the others from beginning or ending. */
    private static void attempt(String what, LeaderDuty duty, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.error(
                    "cannot {} {} (LEADER_DUTY_FAILED); polling covers for it until the next leader",
                    what,
                    duty.name(),
                    e);
        }
    }

    private void letGo() {
        try {
            leases.letGo(LEASE, holder);
        } catch (RuntimeException e) {
            LOG.info("the leader's lease ends by itself in {}: {}", lease, e.toString());
        }
    }

    private boolean stopsWithin(Duration pause) {
        try {
            return stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
