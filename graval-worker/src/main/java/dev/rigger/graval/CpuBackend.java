package dev.rigger.graval;

import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.prover.HeldWork;
import dev.rigger.gpv1.prover.OutOfGpuMemoryException;
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

/** Simulated GPUs whose work the CPU does: as many at a time as there are cores. */
public final class CpuBackend implements GpuBackend {
    private final List<GpuIdentity> devices;
    private final Prover prover;
    private final ExecutorService cores;

    public CpuBackend(List<GpuIdentity> devices, Prover prover) {
        this.devices = List.copyOf(devices);
        this.prover = prover;
        int threads = Math.min(devices.size(), Runtime.getRuntime().availableProcessors());
        this.cores = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("proof-", 0).daemon().factory());
    }

    @Override
    public String name() {
        return "cpu-reference";
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
            running.put(gpu.uuid(), cores.submit(() -> onHeap(gpu, challenge, ofGpu)));
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

    /** The heap stands in for the memory of all simulated GPUs together. */
    private HeldWork onHeap(GpuIdentity gpu, Challenge challenge, ProofWatch watch) {
        try {
            return prover.prove(gpu, challenge, watch);
        } catch (OutOfMemoryError e) {
            throw new OutOfGpuMemoryException(
                    gpu.uuid(),
                    Runtime.getRuntime().freeMemory(),
                    challenge.profile().memoryBytes(gpu));
        }
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
        cores.shutdownNow();
    }
}
