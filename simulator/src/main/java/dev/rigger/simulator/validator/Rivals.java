package dev.rigger.simulator.validator;

import dev.rigger.placement.GpuKind;
import dev.rigger.simulator.engine.Agenda;
import dev.rigger.simulator.engine.Dice;
import dev.rigger.simulator.engine.Dice.Of;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All other miners together. They see an open place after a while, need a quarter of an hour to start, own so many GPUs and
 * no more, prefer what pays, and end a poor copy of theirs for a bounty.
 */
final class Rivals {
    static final long PERIOD = TimeUnit.SECONDS.toMillis(60);

    private static final double START_SECONDS = 1_000;
    private static final double START_SIGMA = 0.35;
    private static final double FAILS = 0.05;
    private static final double CRASHES_AFTER = TimeUnit.HOURS.toMillis(60);
    private static final double MOVES_AFTER = TimeUnit.HOURS.toMillis(24);
    private static final long OLD_ENOUGH = TimeUnit.MINUTES.toMillis(62);
    private static final double TASTE = 0.5;

    private final Validator validator;
    private final Agenda agenda;
    private final Dice dice;
    private final Map<GpuKind, Integer> free;
    private final Map<GpuKind, List<Instance>> running = new HashMap<>();
    private final Map<ChuteState, Long> started = new HashMap<>();

    Rivals(Validator validator, Agenda agenda, Dice dice, SortedMap<GpuKind, Integer> gpus) {
        this.validator = validator;
        this.agenda = agenda;
        this.dice = dice;
        free = new HashMap<>(gpus);
        gpus.keySet().forEach(kind -> running.put(kind, new ArrayList<>()));
    }

    private record Wish(ChuteState chute, double taste) {}

    void look(long now) {
        List<Wish> wishes = new ArrayList<>();
        for (ChuteState chute : validator.chutes()) {
            if (openPlaces(chute) > 0) {
                double pays = chute.multiplier() / chute.spec.gpuCount();
                wishes.add(new Wish(chute, pays * dice.logNormal(Of.RIVAL_ORDER, chute.spec.index(), now, 1, TASTE)));
            }
        }
        wishes.sort(Comparator.comparingDouble((Wish wish) -> -wish.taste));
        for (Wish wish : wishes) {
            ChuteState chute = wish.chute;
            int open = openPlaces(chute);
            double mean = open * (PERIOD / 1_000.0) / chute.spec.rivalPatience();
            int starts = Math.min(open, dice.poisson(Of.RIVAL_START, chute.spec.index(), now, mean));
            for (int i = 0; i < starts; i++) {
                start(chute, now);
            }
        }
    }

    private static int openPlaces(ChuteState chute) {
        if (!chute.exists) {
            return 0;
        }
        return chute.target - chute.active - chute.rivalsPending;
    }

    private void start(ChuteState chute, long now) {
        GpuKind kind = roomiest(chute);
        if (kind == null && chute.bountySince != ChuteState.NEVER) {
            kind = makeRoom(chute, now);
        }
        if (kind == null) {
            return;
        }
        Instance instance = validator.claimForRival(chute, kind);
        if (instance == null) {
            return;
        }
        long which = started.merge(chute, 1L, Long::sum);
        int who = chute.spec.index();
        free.merge(kind, -chute.spec.gpuCount(), Integer::sum);
        long after = (long) dice.logNormal(Of.RIVAL_LIFE, who, 4 * which, START_SECONDS * 1_000, START_SIGMA);
        boolean fails = dice.chance(Of.RIVAL_LIFE, who, 4 * which + 1, FAILS);
        agenda.in(after, () -> {
            if (instance.gone()) {
                return;
            }
            if (fails) {
                validator.remove(instance, Removal.CRASHED);
            } else if (validator.activate(instance)) {
                serve(instance, which);
            }
        });
    }

    private void serve(Instance instance, long which) {
        int who = instance.chuteIndex();
        double crash = dice.exponential(Of.RIVAL_LIFE, who, 4 * which + 2, CRASHES_AFTER);
        double move = OLD_ENOUGH + dice.exponential(Of.RIVAL_LIFE, who, 4 * which + 3, MOVES_AFTER);
        agenda.in((long) Math.min(crash, move), () -> {
            if (!instance.gone()) {
                validator.remove(instance, crash < move ? Removal.CRASHED : Removal.BY_MINER);
            }
        });
    }

    void appeared(Instance instance) {
        list(instance).add(instance);
    }

    void vanished(Instance instance) {
        list(instance).remove(instance);
        free.merge(kindOf(instance), instance.chute.spec.gpuCount(), Integer::sum);
    }

    private @Nullable GpuKind roomiest(ChuteState chute) {
        GpuKind best = null;
        int most = chute.spec.gpuCount() - 1;
        for (String model : chute.spec.models()) {
            GpuKind kind = new GpuKind(model, chute.spec.tee());
            int here = free.getOrDefault(kind, 0);
            if (here > most) {
                most = here;
                best = kind;
            }
        }
        return best;
    }

    /** Ends the poorest copy, per GPU, that gives enough room and is not its chute's last. */
    private @Nullable GpuKind makeRoom(ChuteState chute, long now) {
        Instance poorest = null;
        double least = chute.multiplier() / chute.spec.gpuCount();
        for (String model : chute.spec.models()) {
            for (Instance other : running.getOrDefault(new GpuKind(model, chute.spec.tee()), List.of())) {
                int gpus = other.chute.spec.gpuCount();
                boolean mayGo = other.active()
                        && other.chute.spec.open()
                        && other.chute.active > 1
                        && now - other.activatedAt > OLD_ENOUGH;
                if (mayGo && gpus >= chute.spec.gpuCount() && other.multiplier / gpus < least) {
                    least = other.multiplier / gpus;
                    poorest = other;
                }
            }
        }
        if (poorest == null) {
            return null;
        }
        validator.remove(poorest, Removal.BY_MINER);
        return kindOf(poorest);
    }

    private List<Instance> list(Instance instance) {
        return running.computeIfAbsent(kindOf(instance), kind -> new ArrayList<>());
    }

    private static GpuKind kindOf(Instance instance) {
        GpuKind kind = instance.rivalKind;
        if (kind == null) {
            throw new IllegalStateException("instance " + instance.serial + " is ours, no rival's");
        }
        return kind;
    }
}
