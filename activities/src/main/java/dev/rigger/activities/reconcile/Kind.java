package dev.rigger.activities.reconcile;

import java.util.Arrays;
import java.util.Optional;

/** Kinds of difference; their names are stored. */
enum Kind {
    /** A row whose Job and pod a complete look did not show. */
    WORKLOAD_DISAPPEARED(true),
    /** A row whose pod's node is not there any more. */
    NODE_GONE(true),
    /** A row whose instance the validator's complete list lacks. */
    INSTANCE_GONE(true),
    POD_RUNNING(false),
    POD_FAILED(false),
    POD_SUCCEEDED(false),
    INSTANCE_CREATED(false),
    INSTANCE_VERIFIED(false),
    INSTANCE_ACTIVATED(false),
    /** A Job of ours without a row. */
    ORPHAN_JOB(true),
    /** An instance of ours at the validator without a row. */
    REMOTE_ORPHAN(true),
    /** An open row without a stored order, so that no workflow can be started for it: kept for people to see. */
    ORDER_UNKNOWN(false);

    private final boolean destructive;

    Kind(boolean destructive) {
        this.destructive = destructive;
    }

    /** The kind of that name, if it is one of this comparison's. */
    static Optional<Kind> named(String name) {
        return Arrays.stream(values()).filter(kind -> kind.name().equals(name)).findFirst();
    }

    /** Whether it is acted on with every look that still shows it: nobody else's workflow sees to it. */
    boolean repeated() {
        return this == ORPHAN_JOB || this == REMOTE_ORPHAN;
    }

    /** Whether acting on it ends something, so that it needs two looks and passes the brake. */
    boolean destructive() {
        return destructive;
    }
}
