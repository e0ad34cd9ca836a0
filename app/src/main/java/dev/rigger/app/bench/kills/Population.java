package dev.rigger.app.bench.kills;

import dev.rigger.app.bench.system.WholeSystem;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The chutes that are wanted, one copy each; some of an old kind, whose code is in a ConfigMap. */
final class Population {
    private static final String OLD_SDK = "0.3.55";
    private static final int ONE_OLD_IN = 10;

    private final WholeSystem system;
    private final RandomGenerator dice;
    private final List<String> wanted = new ArrayList<>();
    private final Set<String> old = new HashSet<>();
    private int made;
    private int gone;

    Population(WholeSystem system, RandomGenerator dice) {
        this.system = system;
        this.dice = dice;
    }

    void create(int count) {
        for (int n = 0; n < count; n++) {
            boolean isOld = made % ONE_OLD_IN == 0;
            ChuteOrder order = ChuteOrder.of("ordeal-" + made++, 1, 24, "l40s").wanting(1);
            String chute = system.validator()
                    .platform()
                    .chutes()
                    .create(isOld ? order.legacy(OLD_SDK, "print('a chute')\n") : order)
                    .chuteId();
            wanted.add(chute);
            if (isOld) {
                old.add(chute);
            }
        }
    }

    /** The first that goes is of the old kind, so that each run sees what becomes of its code. */
    void delete(int count) {
        for (int n = 0; n < count; n++) {
            String chute = gone++ == 0 ? wanted.removeFirst() : wanted.remove(dice.nextInt(wanted.size()));
            old.remove(chute);
            system.validator().platform().chutes().delete(chute);
        }
    }

    Set<String> wanted() {
        return Set.copyOf(wanted);
    }

    Set<String> withCode() {
        return Set.copyOf(old);
    }
}
