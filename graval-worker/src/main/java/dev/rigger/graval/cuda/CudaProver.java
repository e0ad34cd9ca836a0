package dev.rigger.graval.cuda;

import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.prover.HeldWork;
import dev.rigger.gpv1.prover.OutOfGpuMemoryException;
import dev.rigger.gpv1.prover.Prover;
import dev.rigger.gpv1.work.KeyBoxes;
import dev.rigger.gpv1.work.WorkContext;
import java.util.function.Function;

/** Does the work on NVIDIA's GPUs, and keeps it in their memory. */
final class CudaProver implements Prover {
    private final Function<GpuIdentity, Card> cards;

    /** @param cards each GPU's; asked from the thread that proves */
    CudaProver(Function<GpuIdentity, Card> cards) {
        this.cards = cards;
    }

    @Override
    public HeldWork prove(GpuIdentity gpu, Challenge challenge, ProofWatch watch) {
        WorkContext work = new WorkContext(challenge.seed(), challenge.profile(), gpu);
        long filled = challenge.profile().memoryBytes(gpu);
        if (filled > gpu.memoryBytes()) {
            throw new OutOfGpuMemoryException(gpu.uuid(), gpu.memoryBytes(), filled);
        }
        KeyBoxes.Opener boxes = KeyBoxes.open(work, challenge.boxesOf(gpu));
        Card card = cards.apply(gpu);
        WorkMemory memory = WorkMemory.take(card.gpu(), work);
        try {
            return new Computation(card, work, memory, watch).run(boxes);
        } catch (RuntimeException | Error e) {
            giveBack(memory, e);
            throw e;
        }
    }

    /** After some failures the driver refuses everything; what failed first is what has to be heard. */
    private static void giveBack(WorkMemory memory, Throwable why) {
        try {
            memory.close();
        } catch (IllegalStateException e) {
            why.addSuppressed(e);
        }
    }
}
