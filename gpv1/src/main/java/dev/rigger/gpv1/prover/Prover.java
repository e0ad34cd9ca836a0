package dev.rigger.gpv1.prover;

import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.ProofWatch;

/** Does one GPU's share of a challenge. Implementations may be asked for several GPUs at once. */
public interface Prover {
    /**
     * Works until done, or until the watch says stop ({@link java.util.concurrent.CancellationException}, at most two
     * seconds later). Refuses malformed boxes and impossible parameters with
     * {@link dev.rigger.gpv1.InvalidChallengeException}, and work that does not fit the GPU's memory with
     * {@link OutOfGpuMemoryException}.
     *
     * @return the work, which keeps its memory until closed
     */
    HeldWork prove(GpuIdentity gpu, Challenge challenge, ProofWatch watch);
}
