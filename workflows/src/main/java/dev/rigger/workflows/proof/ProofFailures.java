package dev.rigger.workflows.proof;

import java.util.Set;

/** Types of failures of {@link VerifierActivities#examine}: it came to no verdict. None is retried by itself. */
public final class ProofFailures {
    /** Nobody listens at the verification port any more, or what was proven is not in memory any more: the worker died. */
    public static final String WORKER_LOST = "GPU_WORKER_LOST";

    /** The worker is there, and its proof does not come to an end. */
    public static final String STALLED = "GPU_PROOF_STALLED";

    /** Its GPUs stayed at another proof. */
    public static final String BUSY = "GPUS_BUSY";

    /** The driver does not show a GPU any more that the worker had. */
    public static final String GPU_LOST = "GPU_LOST";

    /** A GPU has less memory than the work fills. */
    public static final String OUT_OF_MEMORY = "OUT_OF_GPU_MEMORY";

    /** The worker does not admit our signature. */
    public static final String UNAUTHORIZED = "GPU_WORKER_UNAUTHORIZED";

    /** The worker answered with an error. */
    public static final String BROKEN = "GPU_WORKER_BROKEN";

    private ProofFailures() {}

    /** Those after which another try may go better. */
    static final Set<String> WORTH_ANOTHER_TRY = Set.of(WORKER_LOST, STALLED, BUSY, BROKEN);

    /** What an operator does about it. */
    static String next(String code, String server) {
        return switch (code) {
            case WORKER_LOST ->
                "Look at the end of the GPU worker's log on " + server
                        + ", and whether its verification port is reachable from the control plane.";
            case STALLED ->
                "Look at nvidia-smi on " + server + " for another program on its GPUs or clocks that are held back, and"
                        + " restart its GPU worker.";
            case BUSY -> "Wait until the other proof on " + server + " is done.";
            case GPU_LOST ->
                "Run nvidia-smi and dmesg | grep -i xid on " + server + "; a GPU that fell off the bus needs a reboot.";
            case OUT_OF_MEMORY -> "End what uses the GPUs of " + server + ": nvidia-smi shows it.";
            case UNAUTHORIZED -> "Check MINER_SS58 of the GPU worker on " + server + ", and that its clock is right.";
            case BROKEN -> "Look at the GPU worker's log on " + server + " and at dmesg | grep -i xid.";
            default -> "Its GPUs did not prove to be what they claim. Check the hardware of " + server + ".";
        };
    }
}
