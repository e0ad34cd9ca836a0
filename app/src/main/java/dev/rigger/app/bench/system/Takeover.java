package dev.rigger.app.bench.system;

import static dev.rigger.app.bench.system.Await.await;

import java.time.Duration;
import java.util.Map;

/**
 * One process leads, another waits, and the first is killed.
 *
 * @param successor leads now
 * @param took from the death until the validator let the successor in, which is the last of a leader's duties to take effect
 */
public record Takeover(ControlPlaneProcess successor, Duration took) {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Map<String, String> ANY_PORT = Map.of("PORT", "0");

    /** Starts the successor and kills the leader. */
    public static Takeover by(WholeSystem system, ControlPlaneProcess leader) {
        awaitEar(system, 1, "the leader to listen");
        ControlPlaneProcess successor = system.startControlPlane(ANY_PORT);
        leader.kill();
        long died = System.nanoTime();
        awaitEar(system, 0, "the validator to see that the leader is gone");
        awaitEar(system, 1, "the successor to listen");
        return new Takeover(successor, Duration.ofNanos(System.nanoTime() - died));
    }

    private static void awaitEar(WholeSystem system, int sessions, String what) {
        await(what, PATIENCE, () -> system.validator().sockets().authenticated() == sessions);
    }
}
