package dev.rigger.app.bench.faults;

import static dev.rigger.app.bench.system.Await.await;

import dev.rigger.app.bench.system.ControlPlaneProcess;
import dev.rigger.app.bench.system.Shape;
import dev.rigger.app.bench.system.WholeSystem;
import dev.rigger.devnet.validator.faults.FaultKind;
import dev.rigger.settings.Periods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Faults on fleets, as a table. Every lane is a validator of its own with a fleet of its own; all belong to one miner, so
 * that what strikes one lane must also leave the others alone.
 */
public final class FaultTable {
    private static final int SPARE_GPUS = 16;
    private static final Duration FIRST_SERVING = Duration.ofMinutes(15);

    private final List<Lane> lanes;
    private final int timeFactor;
    private final Consumer<Verdict> told;
    private final List<Long> liveBytes = new ArrayList<>();

    /**
     * One fleet and what strikes it, in turn.
     *
     * @param serving deployments that serve before the first fault
     */
    public record Lane(FleetState state, int serving, List<FaultKind> faults) {}

    /**
     * What came of it all.
     *
     * @param brokenOff lanes that could not be carried to their end, and why
     * @param liveBytes what lived on the control plane's heap after the first trial, and after the last
     */
    public record Result(List<Verdict> verdicts, List<String> incidents, List<String> brokenOff, List<Long> liveBytes) {
        /** As {@code faults.csv} and {@code faults.md}. */
        public void write(Path directory) throws IOException {
            List<String> csv = new ArrayList<>(List.of(Verdict.csvHeader()));
            verdicts.forEach(verdict -> csv.add(verdict.csv()));
            List<String> markdown = new ArrayList<>(List.of(Verdict.markdownHeader()));
            verdicts.forEach(verdict -> markdown.add(verdict.markdown()));
            Files.createDirectories(directory);
            Files.write(directory.resolve("faults.csv"), csv);
            Files.write(directory.resolve("faults.md"), markdown);
        }
    }

    /**
     * @param timeFactor every period of the control plane is divided by it
     * @param told of each verdict as it falls
     */
    public FaultTable(List<Lane> lanes, int timeFactor, Consumer<Verdict> told) {
        this.lanes = List.copyOf(lanes);
        this.timeFactor = timeFactor;
        this.told = told;
    }

    /** Runs all lanes side by side, in a system of its own in that directory. */
    public Result run(Path directory) throws Exception {
        int gpusALane = lanes.stream().mapToInt(Lane::serving).max().orElse(0) + SPARE_GPUS;
        Shape shape = Shape.bigFleet(gpusALane * lanes.size(), timeFactor).withValidators(lanes.size());
        try (WholeSystem system = WholeSystem.start(directory, shape);
                ControlPlaneProcess controlPlane = system.startControlPlane();
                ExecutorService running = Executors.newVirtualThreadPerTaskExecutor()) {
            // A fleet that comes up keeps the machine busy, and seconds are minutes of the others' time.
            CountDownLatch up = new CountDownLatch(lanes.size());
            List<Future<List<Verdict>>> results = new ArrayList<>();
            for (int n = 0; n < lanes.size(); n++) {
                Lane lane = lanes.get(n);
                FleetView fleet = new FleetView(system, system.validators().get(n), "lane-" + n);
                results.add(running.submit(() -> {
                    try {
                        bringUp(lane, fleet);
                    } finally {
                        up.countDown();
                    }
                    up.await();
                    return strikeAll(lane, fleet, controlPlane);
                }));
            }
            List<Verdict> verdicts = new ArrayList<>();
            List<String> brokenOff = new ArrayList<>();
            for (int n = 0; n < lanes.size(); n++) {
                try {
                    verdicts.addAll(results.get(n).get());
                } catch (ExecutionException e) {
                    brokenOff.add(lanes.get(n).state() + ": " + e.getCause());
                }
            }
            verdicts.sort(Comparator.comparing(Verdict::fleet).thenComparing(Verdict::fault));
            if (controlPlane.isAlive()) {
                liveBytes.add(controlPlane.liveBytes());
            } else {
                throw new IllegalStateException("The control plane ended by itself; its log is in " + directory);
            }
            return new Result(
                    List.copyOf(verdicts), system.incidents(), List.copyOf(brokenOff), List.copyOf(liveBytes));
        }
    }

    private static void bringUp(Lane lane, FleetView fleet) {
        await("the first whole list of a " + lane.state() + " fleet", FIRST_SERVING, fleet::isListed);
        List<String> first = new ArrayList<>();
        while (first.size() < lane.serving()) {
            first.add(fleet.createChute());
        }
        try {
            await(
                    lane.serving() + " deployments to serve",
                    FIRST_SERVING,
                    () -> fleet.serving().size() == lane.serving() && fleet.ownedGpus() == lane.serving());
        } catch (AssertionError late) {
            List<String> missing =
                    first.stream().filter(chute -> !fleet.servesOnce(chute)).toList();
            throw new IllegalStateException(
                    late.getMessage() + "; " + missing.size() + " are missing, such as "
                            + fleet.story(missing.subList(0, Math.min(3, missing.size()))),
                    late);
        }
    }

    private List<Verdict> strikeAll(Lane lane, FleetView fleet, ControlPlaneProcess controlPlane) {
        Trial trial = new Trial(fleet, lane.state(), pass());
        List<Verdict> verdicts = new ArrayList<>();
        for (FaultKind fault : lane.faults()) {
            Verdict verdict = trial.strike(fault);
            told.accept(verdict);
            verdicts.add(verdict);
            synchronized (liveBytes) {
                if (liveBytes.isEmpty()) {
                    liveBytes.add(controlPlane.liveBytes());
                }
            }
        }
        return verdicts;
    }

    private Duration pass() {
        return Periods.DEFAULTS.dividedBy(timeFactor).reconcile();
    }
}
