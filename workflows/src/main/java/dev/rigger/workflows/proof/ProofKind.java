package dev.rigger.workflows.proof;

/** The ways in which a server shows that it has its GPUs. */
public enum ProofKind {
    /** Work on its GPUs, asked for at its GPU worker. */
    GPV1,
    /** Work on its GPUs that only the validator can judge, asked for at the network's own bootstrap image. */
    GRAVAL,
    /** Evidence of its hardware, asked for at a confidential machine. */
    TEE
}
