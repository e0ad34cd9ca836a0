package dev.rigger.devnet.validator.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Strikes the socket: its connections, its sessions, and each event on its way to each session. */
public final class SocketFaults implements AutoCloseable {
    private static final List<FaultKind> OF_EVENTS = List.of(
            FaultKind.SOCKET_DROP,
            FaultKind.SOCKET_DELAY,
            FaultKind.SOCKET_DUPLICATE,
            FaultKind.SOCKET_REORDER,
            FaultKind.SOCKET_SILENCE);

    private final Faults faults;
    private final Map<UUID, Runnable> heldBack = new ConcurrentHashMap<>();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("devnet-late-events").factory());

    public SocketFaults(Faults faults) {
        this.faults = faults;
    }

    /** Sends an event to a session: now, later, twice, behind the next one, or never. */
    public void deliver(String reason, UUID session, Runnable send) {
        List<Fault> striking = faults.onEvent(reason, OF_EVENTS);
        if (any(striking, FaultKind.SOCKET_DROP) || any(striking, FaultKind.SOCKET_SILENCE)) {
            return;
        }
        Runnable sending = any(striking, FaultKind.SOCKET_DUPLICATE) ? twice(send) : send;
        Duration delay = striking.stream()
                .filter(fault -> fault.has(FaultKind.SOCKET_DELAY))
                .map(fault -> fault.delayOf(FaultKind.SOCKET_DELAY))
                .reduce(Duration.ZERO, Duration::plus);
        if (!delay.isZero()) {
            schedule(sending, delay);
            return;
        }
        if (any(striking, FaultKind.SOCKET_REORDER) && heldBack.putIfAbsent(session, sending) == null) {
            schedule(() -> release(session, sending), longest(striking));
            return;
        }
        sending.run();
        Runnable waiting = heldBack.remove(session);
        if (waiting != null) {
            waiting.run();
        }
    }

    /** Whether the answer to {@code authenticate} may leave. */
    public boolean answersAuthentication() {
        return faults.onEvent("", List.of(FaultKind.SOCKET_SILENCE)).isEmpty();
    }

    /** Whether a connection that arrives now is reset. */
    public boolean refusesConnection() {
        return faults.strikesSince(0, FaultKind.SOCKET_REFUSE);
    }

    /** Tells connections and sessions that were there before a fault from those that come during it. */
    public long mark() {
        return faults.mark();
    }

    /** Whether a connection carries nothing any more from now on; asked again, only faults after the mark count. */
    public boolean halfOpens(long mark) {
        return faults.strikesSince(mark, FaultKind.SOCKET_HALF_OPEN);
    }

    /** Whether what is meant for one miner passes a session of it by. */
    public boolean stolen(long markOfAuthentication) {
        return faults.standsSince(markOfAuthentication, FaultKind.SOCKET_STEAL);
    }

    @Override
    public void close() {
        later.shutdownNow();
    }

    private void schedule(Runnable sending, Duration delay) {
        if (!later.isShutdown()) {
            var unused = later.schedule(sending, faults.realOf(delay).toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** An event without a follower comes late, not never. */
    private void release(UUID session, Runnable sending) {
        if (heldBack.remove(session, sending)) {
            sending.run();
        }
    }

    private static Duration longest(List<Fault> striking) {
        return striking.stream()
                .map(fault -> fault.delayOf(FaultKind.SOCKET_REORDER))
                .max(Duration::compareTo)
                .orElseThrow();
    }

    private static Runnable twice(Runnable send) {
        return () -> {
            send.run();
            send.run();
        };
    }

    private static boolean any(List<Fault> striking, FaultKind kind) {
        return striking.stream().anyMatch(fault -> fault.has(kind));
    }
}
