package dev.rigger.simulator.miner;

import dev.rigger.simulator.engine.Agenda;
import dev.rigger.simulator.engine.Dice;
import dev.rigger.simulator.validator.Validator;
import dev.rigger.simulator.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that we have and know, and the counterparts with which we deal. */
final class Fleet {
    final World world;
    final Agenda agenda;
    final Dice dice;
    final Validator validator;
    final Style style;
    final Meter meter = new Meter();
    final BackOffBook backOffs = new BackOffBook();
    final Experience experience = new Experience();
    final List<Machine> machines = new ArrayList<>();
    final List<ChuteView> chutes = new ArrayList<>();

    /** By id, in the order in which they were ordered; those that are gone are not in it. */
    final Map<String, Copy> copies = new LinkedHashMap<>();

    private final Map<String, Machine> machinesById = new HashMap<>();
    private final Map<String, ChuteView> chutesById = new HashMap<>();
    private final long[] launchesOfChute;
    private long numbers;
    private boolean apiReachable = true;
    private Runnable changed = () -> {};
    private Runnable urgent = () -> {};
    private Runnable moved = () -> {};

    Fleet(World world, Agenda agenda, Validator validator, Style style) {
        this.world = world;
        this.agenda = agenda;
        this.dice = world.dice();
        this.validator = validator;
        this.style = style;
        world.servers().forEach(spec -> machines.add(new Machine(spec)));
        world.chutes().forEach(spec -> chutes.add(new ChuteView(spec)));
        machines.forEach(machine -> machinesById.put(machine.spec.id(), machine));
        chutes.forEach(chute -> chutesById.put(chute.spec.id(), chute));
        launchesOfChute = new long[chutes.size()];
    }

    void listen(Runnable whenChanged, Runnable whenUrgent, Runnable whenMoved) {
        changed = whenChanged;
        urgent = whenUrgent;
        moved = whenMoved;
    }

    /** A copy of ours came a step further; nothing is free that was not, but another may be allowed to follow. */
    void moved() {
        moved.run();
    }

    /** Something is free, or closed, that was not. */
    void changed() {
        changed.run();
    }

    /** Others race us for it. */
    void urgent() {
        urgent.run();
    }

    boolean apiReachable() {
        return apiReachable;
    }

    void api(boolean reachable) {
        apiReachable = reachable;
    }

    @Nullable
    Machine machine(String id) {
        return machinesById.get(id);
    }

    @Nullable
    ChuteView chute(String id) {
        return chutesById.get(id);
    }

    long nextNumber() {
        return numbers++;
    }

    long nextLaunchOf(int chute) {
        return launchesOfChute[chute]++;
    }

    void promise(Copy copy) {
        copies.put(copy.id, copy);
        counting(copy.machine, () -> copy.machine.promise(copy));
    }

    void takeBack(Copy copy) {
        copies.remove(copy.id);
        copy.become(Copy.Step.GONE);
        counting(copy.machine, () -> copy.machine.takeBack(copy));
        changed();
    }

    void reserve(Copy copy) {
        copies.put(copy.id, copy);
        counting(copy.machine, () -> copy.machine.reserve(copy));
    }

    void release(Copy copy) {
        copies.remove(copy.id);
        copy.become(Copy.Step.GONE);
        counting(copy.machine, () -> copy.machine.release(copy));
        changed();
    }

    private void counting(Machine machine, Runnable change) {
        int before = machine.free();
        change.run();
        meter.gpusBusy(before - machine.free(), agenda.now());
    }
}
