package dev.rigger.devnet.cluster.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

/** The faults that hold at the moment. Each lasts until it is taken back. */
public final class Faults {
    private final Set<String> deadNodes = ConcurrentHashMap.newKeySet();
    private final Set<String> failingPulls = ConcurrentHashMap.newKeySet();
    private final Map<String, Duration> slowStops = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final RandomGenerator random;
    private volatile ApiFault apiErrors = ApiFault.NONE;
    private volatile ApiFault apiLatency = ApiFault.NONE;

    /** @param random decides which calls of a share are hit; seeded, so that a test can repeat it */
    public Faults(RandomGenerator random) {
        this.random = random;
    }

    /**
     * @param share of the calls that are hit, 0 to 1
     * @param status HTTP status, for errors
     * @param delay for latency
     */
    public record ApiFault(double share, int status, Duration delay) {
        static final ApiFault NONE = new ApiFault(0, 0, Duration.ZERO);
    }

    /** The node's power is off: its containers die unseen, and nothing there starts or stops any more. */
    public void killNode(String node) {
        deadNodes.add(node);
        tell();
    }

    public void reviveNode(String node) {
        deadNodes.remove(node);
        tell();
    }

    public boolean isDead(String node) {
        return deadNodes.contains(node);
    }

    /** Images whose name contains this cannot be pulled. */
    public void failPulls(String imagePart) {
        failingPulls.add(imagePart);
    }

    public void allowPulls(String imagePart) {
        failingPulls.remove(imagePart);
    }

    public boolean failsPull(String image) {
        return failingPulls.stream().anyMatch(image::contains);
    }

    /** Containers on the node take this long to stop; zero takes it back. */
    public void slowStops(String node, Duration stop) {
        if (stop.isZero()) {
            slowStops.remove(node);
        } else {
            slowStops.put(node, stop);
        }
    }

    public Duration stopTime(String node, Duration otherwise) {
        return slowStops.getOrDefault(node, otherwise);
    }

    /** That share of the API's calls is answered with this status; a share of 0 takes it back. */
    public void apiErrors(double share, int status) {
        apiErrors = new ApiFault(share, status, Duration.ZERO);
    }

    /** That share of the API's calls waits first; a share of 0 takes it back. */
    public void apiLatency(double share, Duration delay) {
        apiLatency = new ApiFault(share, 0, delay);
    }

    /** The status with which this call is to fail, if it is. */
    public Optional<Integer> nextError() {
        ApiFault fault = apiErrors;
        return hits(fault) ? Optional.of(fault.status()) : Optional.empty();
    }

    /** How long this call is to wait. */
    public Duration nextDelay() {
        ApiFault fault = apiLatency;
        return hits(fault) ? fault.delay() : Duration.ZERO;
    }

    /** Calls back whenever a node dies or revives. */
    public void onNodeChange(Runnable listener) {
        listeners.add(listener);
    }

    /** What holds now, for people. */
    public Map<String, Object> summary() {
        return Map.of(
                "dead_nodes", List.copyOf(deadNodes),
                "failing_pulls", List.copyOf(failingPulls),
                "slow_stops_ms", slowStopMillis(),
                "api_error_share", apiErrors.share(),
                "api_latency_share", apiLatency.share());
    }

    private Map<String, Long> slowStopMillis() {
        Map<String, Long> millis = new ConcurrentHashMap<>();
        slowStops.forEach((node, stop) -> millis.put(node, stop.toMillis()));
        return millis;
    }

    private synchronized boolean hits(ApiFault fault) {
        return fault.share() > 0 && random.nextDouble() < fault.share();
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }
}
