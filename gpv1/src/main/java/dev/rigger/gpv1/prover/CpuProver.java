package dev.rigger.gpv1.prover;

import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.work.KeyBoxes;
import dev.rigger.gpv1.work.Slots;
import dev.rigger.gpv1.work.WorkContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The reference: whole work on the calling thread. Says nothing about any hardware. */
public final class CpuProver implements Prover {
    @Override
    public HeldWork prove(GpuIdentity gpu, Challenge challenge, ProofWatch watch) {
        WorkContext context = new WorkContext(challenge.seed(), challenge.profile(), gpu);
        long needed = challenge.profile().memoryBytes(gpu);
        if (needed > gpu.memoryBytes()) {
            throw new OutOfGpuMemoryException(gpu.uuid(), gpu.memoryBytes(), needed);
        }
        KeyBoxes.Opener boxes = KeyBoxes.open(context, challenge.boxesOf(gpu));
        long started = System.nanoTime();
        Slots slots = onHeap(context, watch);
        long computed = System.nanoTime();
        List<byte[]> fingerprints = slots.fingerprints();
        for (byte[] fingerprint : fingerprints) {
            boxes.offer(fingerprint);
        }
        watch.done(1);
        WorkTimes times = new WorkTimes(Map.of(
                WorkTimes.Part.GEMM, Duration.ofNanos(computed - started),
                WorkTimes.Part.HASH, Duration.ofNanos(System.nanoTime() - computed)));
        return new CpuWork(slots, fingerprints, boxes.payload(), times);
    }

    /** The heap stands in for the memory of all simulated GPUs together. */
    private static Slots onHeap(WorkContext context, ProofWatch watch) {
        try {
            return Slots.compute(context, watch);
        } catch (OutOfMemoryError e) {
            throw new OutOfGpuMemoryException(
                    context.gpu().uuid(),
                    Runtime.getRuntime().freeMemory(),
                    context.profile().memoryBytes(context.gpu()));
        }
    }
}
