package dev.rigger.app.up;

import dev.rigger.devnet.local.LocalPostgres;
import dev.rigger.devnet.local.LocalRedis;
import dev.rigger.devnet.local.LocalTemporal;
import dev.rigger.devnet.local.TemporalPorts;
import java.io.IOException;
import java.net.URI;
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
final class Rehearsal implements AutoCloseable {
    private static final int START_SECONDS = 180;

    private final StateFolder folder;
    private final Terminal terminal;
    private final Addresses addresses;
    private final ChildPlans plans;
    /** Ended in the reverse order of their start. */
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    private Rehearsal(StateFolder folder, Terminal terminal) throws IOException {
        this.folder = folder;
        this.terminal = terminal;
        this.addresses = Addresses.choose(new Ports(terminal));
        this.plans = new ChildPlans(
                addresses,
                ThrowawayKey.in(folder.of("keys/miner")),
                ThrowawayKey.in(folder.of("keys/validator")),
                folder.of("devnet"));
    }

    /** Ready on return. */
    static Rehearsal start(StateFolder folder, Terminal terminal) throws IOException, InterruptedException {
        Rehearsal rehearsal = new Rehearsal(folder, terminal);
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
                                            TemporalPorts.of(addresses.temporal(), addresses.temporalUi())),
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

    URI api() {
        return URI.create("http://127.0.0.1:" + addresses.rest());
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
