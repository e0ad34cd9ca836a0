package dev.rigger.graval;

import dev.rigger.gpv1.prover.Prover;
import org.junit.jupiter.api.BeforeAll;
import org.opentest4j.TestAbortedException;

/** The place of the CUDA prover, which this build does not have. What is left out is told, and counted as skipped. */
class CudaProverTest extends ProverContract {
    private static final String LEFT_OUT = "The CUDA prover was left out: this build has none, and here: "
            + CudaProbe.probe().what();

    @BeforeAll
    @SuppressWarnings("SystemOut")
    static void tell() {
        System.out.println(LEFT_OUT + ".");
    }

    @Override
    Prover prover() {
        throw new TestAbortedException(LEFT_OUT);
    }
}
