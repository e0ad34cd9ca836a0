package dev.rigger.devnet.validator.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** The faults that are switched on, in the order in which they were; the first that matches a call hits it. */
public final class Faults {
    private final List<Standing> standing = new ArrayList<>();
    private final SplittableRandom dice;

    public Faults(long seed) {
        this.dice = new SplittableRandom(seed);
    }

    public synchronized void add(Fault fault) {
        standing.add(new Standing(fault, fault.count() == null ? Integer.MAX_VALUE : fault.count()));
    }

    public synchronized void clear() {
        standing.clear();
    }

    public synchronized List<Fault> all() {
        return standing.stream().map(Standing::fault).toList();
    }

    synchronized Optional<Fault> hitting(String method, String path) {
        for (int i = 0; i < standing.size(); i++) {
            Standing candidate = standing.get(i);
            Fault fault = candidate.fault();
            if (path.startsWith(fault.prefix())
                    && (fault.method() == null || fault.method().equals(method))
                    && (fault.share() == null || dice.nextDouble() < fault.share())) {
                if (candidate.left() == 1) {
                    standing.remove(i);
                } else {
                    standing.set(i, new Standing(fault, candidate.left() - 1));
                }
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    private record Standing(Fault fault, int left) {}
}
