package dev.rigger.graval;

import dev.rigger.gpv1.prover.CpuProver;
import dev.rigger.gpv1.prover.Prover;

class CpuProverTest extends ProverContract {
    @Override
    protected Prover prover() {
        return new CpuProver();
    }
}
