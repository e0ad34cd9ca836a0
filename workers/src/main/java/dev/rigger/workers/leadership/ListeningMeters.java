package dev.rigger.workers.leadership;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.activities.events.EventIntake;
import dev.rigger.activities.events.SocketListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How the sockets fare, by validator: whether each is authenticated, how often it was lost, what it told. */
final class ListeningMeters {
    private final MeterRegistry meters;
    private final Map<String, AtomicInteger> connected = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> waiting = new ConcurrentHashMap<>();

    ListeningMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** A listener that passes everything on to the intake, and counts. */
    SocketListener counting(String validator, EventIntake intake) {
        AtomicInteger isConnected = gauge(connected, "rigger.socket.connected", validator);
        AtomicInteger nowWaiting = gauge(waiting, "rigger.intake.waiting", validator);
        return new SocketListener() {
            private long droppedBefore;

            @Override
            public void authenticated() {
                isConnected.set(1);
            }

            @Override
            public void refused(String error) {
                count("rigger.socket.refused", validator, 1);
            }

            @Override
            public void disconnected(String why) {
                isConnected.set(0);
                count("rigger.socket.lost", validator, 1);
            }

            @Override
            public void event(String name, JsonNode data) {
                intake.event(name, data);
                count("rigger.intake.received", validator, 1);
                long dropped = intake.dropped();
                count("rigger.intake.dropped", validator, dropped - droppedBefore);
                droppedBefore = dropped;
                nowWaiting.set(intake.waiting());
            }
        };
    }

    /** Nobody listens any more. */
    void ended() {
        connected.values().forEach(gauge -> gauge.set(0));
    }

    private AtomicInteger gauge(Map<String, AtomicInteger> gauges, String name, String validator) {
        return gauges.computeIfAbsent(
                validator,
                hotkey -> meters.gauge(name, Tags.of("validator", hotkey), new AtomicInteger(), AtomicInteger::get));
    }

    private void count(String name, String validator, long times) {
        meters.counter(name, "validator", validator).increment(times);
    }
}
