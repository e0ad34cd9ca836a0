package dev.rigger.simulator.miner;

import dev.rigger.placement.FleetSnapshot.BackOff;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What was refused or failed lately, and until when it is left alone. */
final class BackOffBook {
    private static final long AFTER_REFUSAL = TimeUnit.SECONDS.toMillis(120);
    private static final long AFTER_FAILURE = TimeUnit.SECONDS.toMillis(60);
    private static final long LONGEST = TimeUnit.HOURS.toMillis(1);
    private static final long FAILURES_COUNT = TimeUnit.HOURS.toMillis(1);
    private static final int CHUTES_TO_QUARANTINE = 3;
    private static final long QUARANTINE = TimeUnit.MINUTES.toMillis(30);

    private record Pair(String chute, String server) {}

    private record Failure(long at, String chute) {}

    private final Map<String, Long> chutes = new HashMap<>();
    private final Map<Pair, Long> pairs = new HashMap<>();
    private final Map<Pair, Integer> inARow = new HashMap<>();
    private final Map<String, List<Failure>> failures = new HashMap<>();

    void refused(String chute, long now) {
        chutes.put(chute, now + AFTER_REFUSAL);
    }

    void notBefore(String chute, long until) {
        chutes.merge(chute, until, Math::max);
    }

    void forget(String chute) {
        chutes.remove(chute);
    }

    void worked(String chute, Machine machine) {
        inARow.remove(new Pair(chute, machine.spec.id()));
        failures.remove(machine.spec.id());
        machine.quarantine(null);
    }

    void failed(String chute, Machine machine, long now) {
        String server = machine.spec.id();
        Pair pair = new Pair(chute, server);
        int times = inARow.merge(pair, 1, Integer::sum);
        pairs.put(pair, now + Math.min(LONGEST, AFTER_FAILURE << Math.min(10, times - 1)));
        List<Failure> ofServer = failures.computeIfAbsent(server, id -> new ArrayList<>());
        ofServer.removeIf(failure -> failure.at < now - FAILURES_COUNT);
        ofServer.add(new Failure(now, chute));
        Set<String> different = new HashSet<>();
        ofServer.forEach(failure -> different.add(failure.chute));
        if (different.size() >= CHUTES_TO_QUARANTINE) {
            machine.quarantine(Moments.at(now + QUARANTINE));
        }
    }

    List<BackOff> records(long now) {
        chutes.values().removeIf(until -> until <= now);
        pairs.values().removeIf(until -> until <= now);
        List<BackOff> records = new ArrayList<>(chutes.size() + pairs.size());
        chutes.forEach((chute, until) -> records.add(BackOff.ofChute(chute, "REFUSED", Moments.at(until))));
        pairs.forEach((pair, until) -> records.add(new BackOff(pair.chute, pair.server, "FAILED", Moments.at(until))));
        return records;
    }
}
