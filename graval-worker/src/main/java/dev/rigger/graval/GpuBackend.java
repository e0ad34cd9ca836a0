package dev.rigger.graval;

import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.prover.ServerWork;
import java.util.List;

/** What computes on this host's GPUs. One proof at a time: {@link GpuSlots} sees to it. */
public interface GpuBackend extends AutoCloseable {
    /** {@code cpu-reference} or {@code cuda}. */
    String name();

    /** This host's GPUs by index; the same for the life of the process. */
    List<GpuIdentity> devices();

    /**
     * Proves those GPUs that the challenge has a ciphertext for, side by side.
     *
     * <p>Blocks. Throws {@link java.util.concurrent.CancellationException} within two seconds of the watch's stop or of an
     * interrupt, and {@link dev.rigger.gpv1.InvalidChallengeException} for what no prover could do.
     *
     * @return the work, which keeps its memory until closed
     */
    ServerWork prove(Challenge challenge, ProofWatch watch);

    @Override
    void close();
}
