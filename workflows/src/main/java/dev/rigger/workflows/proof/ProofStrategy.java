package dev.rigger.workflows.proof;

/** One way in which a server shows that it has its GPUs; called from a workflow. */
public interface ProofStrategy {
    /** As the progress names it. */
    String name();

    /** What on the server is asked. */
    String asked();

    /**
     * The GPUs, as the server itself tells.
     *
     * @throws ProofFailure when it does not
     */
    DeviceReport devices();

    /**
     * Returns when they are proven.
     *
     * @throws ProofFailure when they are not
     */
    ProofVerdict prove(DeviceReport report);
}
