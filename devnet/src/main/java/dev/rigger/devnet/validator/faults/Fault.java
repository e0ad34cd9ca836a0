package dev.rigger.devnet.validator.faults;

import dev.rigger.devnet.validator.faults.FaultKind.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One order to misbehave. Its kinds strike together; several faults may strike one call, too.
 *
 * @param kinds all of one side, at least one
 * @param prefix only routes, or reasons of events, that begin so; the operator's own routes are never hit
 * @param method only calls of that HTTP method; null for every one
 * @param share of the calls, events or connections that it hits, by chance from the seed; more than 0, at most 1
 * @param count how many it hits before it is over; null for ever
 * @param lasting how long it stands in the devnet's time; null until it is taken back
 * @param delay of {@code slow}, {@code hang}, {@code socket-delay} and {@code socket-reorder}, in the devnet's time
 * @param keep share of a list's items that {@code partial-list} leaves, 0 to 1, rounded down
 * @param retryAfter what {@code status-429} and {@code status-503} ask for
 */
public record Fault(
        List<FaultKind> kinds,
        String prefix,
        @Nullable String method,
        double share,
        @Nullable Integer count,
        @Nullable Duration lasting,
        @Nullable Duration delay,
        double keep,
        Duration retryAfter) {
    private static final double USUAL_KEEP = 0.1;
    private static final Duration USUAL_RETRY_AFTER = Duration.ofSeconds(5);

    public Fault {
        kinds = List.copyOf(kinds);
        FaultRefusals.check(kinds, prefix, method, share, count, lasting, delay, keep);
    }

    public static Fault of(FaultKind first, FaultKind... more) {
        List<FaultKind> kinds = new ArrayList<>(List.of(first));
        kinds.addAll(List.of(more));
        return new Fault(kinds, "", null, 1, null, null, null, USUAL_KEEP, USUAL_RETRY_AFTER);
    }

    public Fault on(String routeOrReason) {
        return new Fault(kinds, routeOrReason, method, share, count, lasting, delay, keep, retryAfter);
    }

    public Fault method(String only) {
        return new Fault(kinds, prefix, only, share, count, lasting, delay, keep, retryAfter);
    }

    public Fault share(double ofAll) {
        return new Fault(kinds, prefix, method, ofAll, count, lasting, delay, keep, retryAfter);
    }

    public Fault times(int hits) {
        return new Fault(kinds, prefix, method, share, hits, lasting, delay, keep, retryAfter);
    }

    public Fault lasting(Duration time) {
        return new Fault(kinds, prefix, method, share, count, time, delay, keep, retryAfter);
    }

    public Fault delay(Duration time) {
        return new Fault(kinds, prefix, method, share, count, lasting, time, keep, retryAfter);
    }

    public Fault keeping(double shareOfItems) {
        return new Fault(kinds, prefix, method, share, count, lasting, delay, shareOfItems, retryAfter);
    }

    public Fault retryAfter(Duration time) {
        return new Fault(kinds, prefix, method, share, count, lasting, delay, keep, time);
    }

    /** The delay, or what is usual for the kind. */
    Duration delayOf(FaultKind kind) {
        if (delay != null) {
            return delay;
        }
        return kind == FaultKind.HANG ? Duration.ofMinutes(10) : Duration.ofSeconds(2);
    }

    public Side side() {
        return kinds.get(0).side();
    }

    boolean has(FaultKind kind) {
        return kinds.contains(kind);
    }

    boolean replaces() {
        return kinds.stream().anyMatch(FaultKind::replaces);
    }

    /** The kinds' wire names. */
    public Set<String> names() {
        TreeSet<String> names = new TreeSet<>();
        kinds.forEach(kind -> names.add(kind.wireName()));
        return names;
    }
}
