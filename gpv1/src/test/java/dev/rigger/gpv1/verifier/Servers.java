package dev.rigger.gpv1.verifier;

import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.prover.CpuProver;
import dev.rigger.gpv1.prover.HeldWork;
import dev.rigger.gpv1.prover.ServerWork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Servers of honest GPUs. */
final class Servers {
    static final long H200_BYTES = 150_754_820_096L;

    private Servers() {}

    static List<GpuIdentity> h200s(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> new GpuIdentity(
                        "NVIDIA H200", String.format("%032x", index + 1), H200_BYTES, 132, 1_980_000, 2048))
                .toList();
    }

    /** All the work that is asked for. */
    static ServerWork prove(List<GpuIdentity> gpus, Challenge challenge) {
        Map<String, HeldWork> works = new LinkedHashMap<>();
        gpus.forEach(gpu -> works.put(gpu.uuid(), new CpuProver().prove(gpu, challenge, ProofWatch.NONE)));
        return new ServerWork(works);
    }
}
