package dev.rigger.graval;

import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.catalogue.GpuCatalogue;
import dev.rigger.gpv1.prover.ServerWork;
import dev.rigger.workflows.proof.ProofChallenge;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Challenges and backends of these tests. */
final class Proofs {
    static final String SERVER = "h200-0";
    static final List<GpuIdentity> GPUS = SimulatedGpus.of(SERVER, "8xh200", GpuCatalogue.shipped());

    private Proofs() {}

    static ProofChallenge asActivityArgument(String proofId, String serverName, Challenge challenge) {
        return new ProofChallenge(
                proofId,
                serverName,
                "gpv1",
                challenge.profile().name(),
                challenge.seed(),
                challenge.profile().passes(),
                challenge.ciphertexts());
    }

    static GpuBackend cpu() {
        return ProverBackend.cpu(GPUS);
    }

    /** A backend whose work never ends by itself; like every backend it looks up to its watch. */
    static final class Endless implements GpuBackend {
        final CountDownLatch working = new CountDownLatch(1);
        final CountDownLatch stopped = new CountDownLatch(1);

        @Override
        public String name() {
            return "endless";
        }

        @Override
        public List<GpuIdentity> devices() {
            return GPUS;
        }

        @Override
        public ServerWork prove(Challenge challenge, ProofWatch watch) {
            working.countDown();
            try {
                while (true) {
                    watch.done(0.25);
                    watch.check();
                    Thread.onSpinWait();
                }
            } finally {
                stopped.countDown();
            }
        }

        @Override
        public void close() {}
    }
}
