package dev.rigger.app.up;

import dev.rigger.app.UntilTold;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sun.misc.Signal;

/** Everything on this machine, in one terminal, until Ctrl-C. */
@Command(
        name = "up",
        description = "Everything on this machine: databases, Temporal, a devnet, GPU hosts, Rigger itself.",
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    @Option(names = "--fresh", description = "Forget what earlier runs left and start over.")
    private boolean fresh;

    @Option(
            names = "--state",
            defaultValue = "${sys:rigger.home:-.}/.rigger",
            description = "Where everything is kept (default: .rigger in the checkout).")
    private Path state = Path.of(".rigger");

    @Option(
            names = "--cluster",
            defaultValue = "simulated",
            description =
                    "Whose API the GPU servers stand behind: ${COMPLETION-CANDIDATES} (default: simulated). real is"
                            + " a whole Kubernetes control plane, which takes 0.4 GB of memory more.")
    private ClusterKind cluster = ClusterKind.SIMULATED;

    @Spec
    private @Nullable CommandSpec spec;

    private final CountDownLatch told = new CountDownLatch(1);

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = new Terminal(
                java.util.Objects.requireNonNull(spec).commandLine().getOut(), Clock.systemDefaultZone());
        long begun = System.nanoTime();
        try (StateFolder folder = StateFolder.take(state.toAbsolutePath().normalize(), fresh)) {
            heedSignals();
            try (Rehearsal rehearsal = Rehearsal.start(folder, terminal, cluster)) {
                terminal.say("Ready after " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)
                        + " s; Ctrl-C ends everything");
                terminal.table(rehearsal
                        .addresses()
                        .table(cluster, rehearsal.plans().kubeconfig().toString()));
                tell(rehearsal, terminal);
                terminal.say("Ending everything; './rigger up' goes on from here");
            }
        }
        terminal.say("Ended");
        return INTERRUPTED;
    }

    private void tell(Rehearsal rehearsal, Terminal terminal) throws InterruptedException {
        Thread operator = Thread.ofVirtual().name("operator").start(() -> operate(rehearsal, terminal));
        Story story = new Story(
                "jdbc:postgresql://127.0.0.1:" + rehearsal.addresses().postgres() + "/postgres", "postgres", terminal);
        do {
            story.tellWhatIsNew();
        } while (!told.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS));
        operator.interrupt();
    }

    /** What people would do: add the servers, ask for an app, have a cache cleaned. */
    private static void operate(Rehearsal rehearsal, Terminal terminal) {
        ChildPlans plans = rehearsal.plans();
        try {
            rehearsal.onboardAll();
            new Demand(rehearsal.addresses().validatorUrl(), terminal).askForOneThatNobodyRuns();
            new CacheCleanups(plans.temporal(), terminal).trigger(GpuServer.ALL.getFirst());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } catch (IOException away) {
            terminal.say("The validator did not answer: " + away.getMessage());
        }
    }

    /**
     * Signals only wake us, so that everything ends in order: a shutdown hook would run beside those of the libraries.
     * The shell that started us is watched too, for it may be killed.
     */
    private void heedSignals() {
        Signal.handle(new Signal("INT"), signal -> told.countDown());
        Signal.handle(new Signal("TERM"), signal -> told.countDown());
        Signal.handle(new Signal("HUP"), signal -> told.countDown());
        UntilTold.onParentsEnd(told::countDown);
    }
}
