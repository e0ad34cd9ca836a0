package dev.rigger.app.bench.kills;

import static dev.rigger.app.bench.system.Await.await;

import dev.rigger.app.bench.system.ControlPlaneProcess;
import dev.rigger.app.bench.system.Shape;
import dev.rigger.app.bench.system.WholeSystem;
import dev.rigger.app.bench.system.WorkloadObject;
import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import dev.rigger.settings.Periods;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Puts a fleet through an {@link Ordeal}, and says what is wrong when all has had its time to settle. */
public final class KillRehearsal {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ONBOARDED_AT_ONCE = 4;
    private static final int FEWEST_MILLIS = 200;
    private static final int MOST_MILLIS = 4_000;
    /** A big fleet gets further between two blows. */
    private static final int MILLIS_A_DEPLOYMENT = 40;

    /**
     * One in so many chutes goes, and another comes, right before each kill. Were it more, those of which nobody heard would
     * wait for an operator's approval.
     */
    private static final int CHANGES_ONE_IN = 100;

    private static final int LOOKS_AFTERWARDS = 3;

    private final Ordeal ordeal;
    private final Random dice;
    private final Consumer<String> told;

    private enum Act {
        KILL,
        RESTART_API,
        DELETE_POD
    }

    /**
     * What came of it.
     *
     * @param wrong what is not as it should be in the end; empty when all is right
     * @param settled from the last act until all was right
     * @param jobsEver Jobs that the cluster accepted in all
     */
    public record Outcome(List<String> wrong, List<String> incidents, Duration settled, int jobsEver) {
        public boolean isRight() {
            return wrong.isEmpty() && incidents.isEmpty();
        }
    }

    /** @param told what happens, line by line */
    public KillRehearsal(Ordeal ordeal, Consumer<String> told) {
        this.ordeal = ordeal;
        this.dice = new Random(ordeal.seed());
        this.told = told;
    }

    /** Runs it in a system of its own in that directory. */
    public Outcome run(Path directory) throws Exception {
        try (WholeSystem system = WholeSystem.start(directory, shape())) {
            ControlPlaneProcess controlPlane = system.startControlPlane();
            if (ordeal.onboarded()) {
                onboard(system);
            }
            Population population = new Population(system, dice);
            population.create(ordeal.deployments());
            for (Act act : acts()) {
                Thread.sleep(
                        dice.nextInt(FEWEST_MILLIS, Math.max(MOST_MILLIS, ordeal.deployments() * MILLIS_A_DEPLOYMENT)));
                switch (act) {
                    case KILL -> {
                        int changing = Math.max(1, ordeal.deployments() / CHANGES_ONE_IN);
                        population.delete(changing);
                        population.create(changing);
                        Thread.sleep(dice.nextInt(FEWEST_MILLIS));
                        controlPlane.kill();
                        told.accept("control plane killed with " + new FinalState(system).serving() + " serving");
                        controlPlane = system.startControlPlane();
                    }
                    case RESTART_API -> {
                        system.kubernetes().restartApiServer();
                        told.accept("API server restarted");
                    }
                    case DELETE_POD -> deletePod(system);
                }
            }
            return outcome(system, population);
        }
    }

    private Shape shape() {
        List<SimulatedServer> servers = Shape.l40sServers(ordeal.servers(), ordeal.gpusEach());
        Shape shape = ordeal.onboarded() ? Shape.small(servers) : Shape.bigFleet(servers, ordeal.timeFactor());
        return shape.withTimeFactor(ordeal.timeFactor()).on(ordeal.kubernetes());
    }

    private List<Act> acts() {
        List<Act> acts = new ArrayList<>(Collections.nCopies(ordeal.kills(), Act.KILL));
        acts.addAll(Collections.nCopies(ordeal.apiRestarts(), Act.RESTART_API));
        acts.addAll(Collections.nCopies(ordeal.podsDeleted(), Act.DELETE_POD));
        Collections.shuffle(acts, dice);
        return acts;
    }

    private void onboard(WholeSystem system) throws Exception {
        long begun = System.nanoTime();
        try (ExecutorService operators = Executors.newFixedThreadPool(ONBOARDED_AT_ONCE)) {
            List<Future<HttpResponse<String>>> stories = system.servers().stream()
                    .map(server -> operators.submit(() -> system.call("POST", "/servers/", system.addServer(server))))
                    .toList();
            for (Future<HttpResponse<String>> story : stories) {
                if (!story.get().body().contains("completed server bootstrapping")) {
                    throw new IllegalStateException(
                            "A server was not onboarded: " + story.get().body());
                }
            }
        }
        told.accept("%d servers onboarded in %d s"
                .formatted(
                        ordeal.servers(),
                        Duration.ofNanos(System.nanoTime() - begun).toSeconds()));
    }

    private void deletePod(WholeSystem system) {
        List<String> pods = system.workloads().all().stream()
                .filter(object -> object.kind().equals("Pod") && !object.ending())
                .map(WorkloadObject::name)
                .sorted()
                .toList();
        if (pods.isEmpty()) {
            return;
        }
        String pod = pods.get(dice.nextInt(pods.size()));
        system.workloads().deletePod(pod);
        told.accept("pod deleted by hand");
    }

    /** Right once is not enough: it must still be right some passes later. */
    private Outcome outcome(WholeSystem system, Population population) throws InterruptedException {
        FinalState state = new FinalState(system);
        long begun = System.nanoTime();
        List<String> wrong = List.of();
        try {
            await(
                    "all to be as it should",
                    PATIENCE.plusSeconds(2L * ordeal.deployments()),
                    () -> isRight(state, population));
        } catch (AssertionError late) {
            wrong = state.wrong(population.wanted(), population.withCode());
        }
        Duration settled = Duration.ofNanos(System.nanoTime() - begun);
        if (wrong.isEmpty()) {
            Thread.sleep(
                    Periods.DEFAULTS.dividedBy(ordeal.timeFactor()).reconcile().multipliedBy(LOOKS_AFTERWARDS));
            wrong = state.wrong(population.wanted(), population.withCode());
        }
        return new Outcome(
                wrong, system.incidents(), settled, system.workloads().jobsEver());
    }

    /** Asks the cluster only once everybody serves, for its lists are long. */
    private static boolean isRight(FinalState state, Population population) {
        return state.serving() == population.wanted().size()
                && state.wrong(population.wanted(), population.withCode()).isEmpty();
    }
}
