package dev.rigger.graval;

import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.prover.CpuProver;
import dev.rigger.gpv1.prover.HeldWork;
import dev.rigger.gpv1.prover.Prover;
import dev.rigger.gpv1.prover.ServerWork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** GPUs that prove side by side, each with a platform thread of its own: calls into a driver would pin a virtual one. */
public final class ProverBackend implements GpuBackend {
    /** Of simulated GPUs. */
    static final String CPU = "cpu-reference";

    private final String name;
    private final List<GpuIdentity> devices;
    private final Prover prover;
    private final Runnable whenClosed;
    private final ExecutorService threads;

    /** @param whenClosed gives back what the prover holds */
    public ProverBackend(String name, List<GpuIdentity> devices, Prover prover, int threads, Runnable whenClosed) {
        this.name = name;
        this.devices = List.copyOf(devices);
        this.prover = prover;
        this.whenClosed = whenClosed;
        this.threads = Executors.newFixedThreadPool(
                Math.min(devices.size(), threads),
                Thread.ofPlatform().name("proof-", 0).daemon().factory());
    }

    /** Simulated GPUs whose work the CPU does: as many at a time as there are cores. */
    public static ProverBackend cpu(List<GpuIdentity> devices) {
        return new ProverBackend(
                CPU, devices, new CpuProver(), Runtime.getRuntime().availableProcessors(), () -> {});
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<GpuIdentity> devices() {
        return devices;
    }

    @Override
    public ServerWork prove(Challenge challenge, ProofWatch watch) {
        List<GpuIdentity> asked = devices.stream()
                .filter(gpu -> challenge.ciphertexts().containsKey(gpu.uuid()))
                .toList();
        SharedWatch shared = new SharedWatch(watch, asked.size());
        Map<String, Future<HeldWork>> running = new LinkedHashMap<>();
        for (GpuIdentity gpu : asked) {
            ProofWatch ofGpu = shared.next();
            running.put(gpu.uuid(), threads.submit(() -> prover.prove(gpu, challenge, ofGpu)));
        }
        Map<String, HeldWork> done = new LinkedHashMap<>();
        List<RuntimeException> failures = new ArrayList<>();
        running.forEach((uuid, future) -> {
            try {
                done.put(uuid, await(future, shared));
            } catch (RuntimeException e) {
                shared.stop();
                failures.add(e);
            }
        });
        if (!failures.isEmpty()) {
            done.values().forEach(HeldWork::close);
            throw firstCause(failures);
        }
        return new ServerWork(done);
    }

    /** Waits until the thread has really ended, so that nothing computes on after {@link #prove} returned. */
    private static HeldWork await(Future<HeldWork> future, SharedWatch shared) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    shared.stop();
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof RuntimeException cause
                            ? cause
                            : new IllegalStateException("a GPU's proof broke", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The others were only stopped because of it. */
    private static RuntimeException firstCause(List<RuntimeException> failures) {
        return failures.stream()
                .filter(e -> !(e instanceof CancellationException))
                .findFirst()
                .orElse(failures.getFirst());
    }

    @Override
    public void close() {
        threads.shutdownNow();
        whenClosed.run();
    }
}
