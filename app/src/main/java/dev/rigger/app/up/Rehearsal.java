package dev.rigger.app.up;

import dev.rigger.devnet.local.LocalPostgres;
import dev.rigger.devnet.local.LocalRedis;
import dev.rigger.devnet.local.LocalTemporal;
import dev.rigger.devnet.local.TemporalPorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Everything that runs: databases, Temporal, the devnet, GPU hosts, the control plane. Closing it ends all of it. */
public final class Rehearsal implements AutoCloseable {
    private static final int START_SECONDS = 180;

    private final StateFolder folder;
    private final Terminal terminal;
    private final Addresses addresses;
    private final ChildPlans plans;
    /** Ended in the reverse order of their start. */
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    private Rehearsal(StateFolder folder, Terminal terminal, ClusterKind cluster, boolean lively) throws IOException {
        this.folder = folder;
        this.terminal = terminal;
        this.addresses = Addresses.choose(new Ports(terminal));
        this.plans = new ChildPlans(
                addresses,
                ThrowawayKey.in(folder.of("keys/miner")),
                ThrowawayKey.in(folder.of("keys/validator")),
                folder.of(StateFolder.DEVNET),
                cluster,
                lively);
    }

    /** Ready on return. */
    static Rehearsal start(StateFolder folder, Terminal terminal, ClusterKind cluster)
            throws IOException, InterruptedException {
        return started(new Rehearsal(folder, terminal, cluster, true));
    }

    /** One in which nothing happens by itself, for measuring; it owns the folder. Ready on return. */
    public static Rehearsal startStill(Path directory, PrintWriter out) throws IOException, InterruptedException {
        StateFolder folder = StateFolder.take(directory, false);
        Rehearsal rehearsal =
                new Rehearsal(folder, new Terminal(out, Clock.systemDefaultZone()), ClusterKind.SIMULATED, false);
        rehearsal.keep(folder);
        return started(rehearsal);
    }

    private static Rehearsal started(Rehearsal rehearsal) throws IOException, InterruptedException {
        try {
            rehearsal.startServers();
            rehearsal.startProcesses();
            return rehearsal;
        } catch (IOException | InterruptedException | RuntimeException failure) {
            rehearsal.close();
            throw failure;
        }
    }

    Addresses addresses() {
        return addresses;
    }

    ChildPlans plans() {
        return plans;
    }

    private void startServers() throws InterruptedException {
        terminal.say("Starting PostgreSQL, Redis and Temporal");
        try (ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<?>> starts = List.of(
                    CompletableFuture.supplyAsync(
                                    () -> LocalPostgres.start(folder.of("postgres"), addresses.postgres()), starters)
                            .thenAccept(this::keep),
                    CompletableFuture.supplyAsync(
                                    () -> LocalRedis.start(folder.of("redis"), addresses.redis()), starters)
                            .thenAccept(this::keep),
                    CompletableFuture.supplyAsync(
                                    () -> LocalTemporal.start(
                                            folder.of("temporal"),
                                            TemporalPorts.of(addresses.temporal(), addresses.temporalUi()),
                                            LocalTemporal.Keeps.THROUGH_POWER_CUTS),
                                    starters)
                            .thenAccept(this::keep));
            await(starts);
        }
    }

    private void startProcesses() throws IOException, InterruptedException {
        terminal.say("Starting the devnet and " + GpuServer.ALL.size() + " GPU hosts");
        List<CompletableFuture<?>> ready = new ArrayList<>();
        ready.add(start(plans.devnet()));
        for (GpuServer server : GpuServer.ALL) {
            ready.add(start(plans.gravalWorker(server)));
        }
        await(ready.subList(0, 1));
        terminal.say("Starting the control plane");
        ready.add(start(plans.controlPlane()));
        await(ready);
    }

    private CompletableFuture<Void> start(ChildPlan plan) throws IOException {
        Child child = Child.start(plan, folder, terminal);
        keep(child);
        return child.ready();
    }

    private synchronized void keep(AutoCloseable started) {
        running.push(started);
    }

    private static void await(List<CompletableFuture<?>> starts) throws InterruptedException {
        try {
            CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new))
                    .orTimeout(START_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof TimeoutException) {
                throw new IllegalStateException("Not everything is ready after " + START_SECONDS + " s", failure);
            }
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failure;
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Adds every server of the rehearsal; returns when all are in the fleet. */
    public void onboardAll() throws InterruptedException {
        Onboarding onboarding = new Onboarding(
                api(), plans.miner().hotkey(), plans.validator().hotkey().ss58(), terminal);
        for (GpuServer server : GpuServer.ALL) {
            onboarding.add(server);
        }
    }

    URI api() {
        return http(addresses.rest());
    }

    public URI validator() {
        return http(addresses.validator());
    }

    public URI cluster() {
        return http(addresses.cluster());
    }

    public String temporal() {
        return plans.temporal();
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + addresses.postgres() + "/postgres?user=postgres";
    }

    private static URI http(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        while (true) {
            AutoCloseable next;
            synchronized (this) {
                next = running.poll();
            }
            if (next == null) {
                return;
            }
            try {
                next.close();
            } catch (Exception failure) {
                terminal.say("Not ended cleanly: " + failure.getMessage());
            }
        }
    }
}
