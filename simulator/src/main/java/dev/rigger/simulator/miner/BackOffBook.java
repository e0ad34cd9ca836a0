package dev.rigger.simulator.miner;

import dev.rigger.placement.FleetSnapshot.BackOff;
import dev.rigger.placement.value.Setbacks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was refused or failed lately, and until when it is left alone. */
final class BackOffBook {
    private static final Setbacks SETBACKS = Setbacks.DEFAULT;

    private record Pair(String chute, String server) {}

    private record Failure(long at, String chute) {}

    private final Map<String, Long> chutes = new HashMap<>();
    private final Map<Pair, Long> pairs = new HashMap<>();
    private final Map<Pair, Integer> inARow = new HashMap<>();
    private final Map<String, List<Failure>> failures = new HashMap<>();

    void refused(String chute, long now) {
        chutes.put(chute, now + SETBACKS.afterRefusal().toMillis());
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
        pairs.put(pair, now + SETBACKS.afterFailures(times).toMillis());
        List<Failure> ofServer = failures.computeIfAbsent(server, id -> new ArrayList<>());
        ofServer.removeIf(
                failure -> failure.at < now - SETBACKS.quarantineWindow().toMillis());
        ofServer.add(new Failure(now, chute));
        Set<String> different = new HashSet<>();
        ofServer.forEach(failure -> different.add(failure.chute));
        if (SETBACKS.quarantines(different.size())) {
            machine.quarantine(Moments.at(now + SETBACKS.probeEvery().toMillis()));
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
