package dev.rigger.workflows.proof;

import java.util.Arrays;
import java.util.Optional;

/** The ways in which a server shows that it has its GPUs. */
public enum ProofKind {
    /** Work on its GPUs, asked for at its GPU worker. */
    GPV1,
    /** Work on its GPUs that only the validator can judge, asked for at the network's own bootstrap image. */
    GRAVAL,
    /** Evidence of its hardware, asked for at a confidential machine. */
    TEE;

    /** The label by which a node asks for one of them by its name. */
    public static final String LABEL = "rigger/proof";

    /** The kind of that name, in lower or upper case. */
    public static Optional<ProofKind> named(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
