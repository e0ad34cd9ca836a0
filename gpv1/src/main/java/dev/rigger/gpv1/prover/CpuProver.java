package dev.rigger.gpv1.prover;

import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.work.KeyBoxes;
import dev.rigger.gpv1.work.Slots;
import dev.rigger.gpv1.work.WorkContext;
import java.util.Base64;
import java.util.List;

/** The reference: whole work on the calling thread. Says nothing about any hardware. */
public final class CpuProver implements Prover {
    @Override
    public HeldWork prove(GpuIdentity gpu, Challenge challenge, ProofWatch watch) {
        WorkContext context = new WorkContext(challenge.seed(), challenge.profile(), gpu);
        long needed = challenge.profile().memoryBytes(gpu);
        if (needed > gpu.memoryBytes()) {
            throw new OutOfGpuMemoryException(gpu.uuid(), gpu.memoryBytes(), needed);
        }
        KeyBoxes.Opener boxes = KeyBoxes.open(context, blob(gpu, challenge));
        Slots slots = Slots.compute(context, watch);
        List<byte[]> fingerprints = slots.fingerprints();
        for (byte[] fingerprint : fingerprints) {
            boxes.offer(fingerprint);
        }
        watch.done(1);
        return new CpuWork(slots, fingerprints, boxes.payload());
    }

    private static byte[] blob(GpuIdentity gpu, Challenge challenge) {
        String ciphertext = challenge.ciphertexts().get(gpu.uuid());
        if (ciphertext == null) {
            throw new InvalidChallengeException("the challenge has no ciphertext for GPU " + gpu.uuid());
        }
        try {
            return Base64.getDecoder().decode(ciphertext);
        } catch (IllegalArgumentException e) {
            throw new InvalidChallengeException("ciphertext of GPU " + gpu.uuid() + " is not base64");
        }
    }
}
