package dev.rigger.activities.kubernetes.cluster;

import org.jspecify.annotations.Nullable;

/** A call to a cluster that brought no answer to what was asked. */
public final class ClusterFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of failure, as a stable code. */
    public enum Code {
        /** No answer, or none that can be trusted: nothing is known of what was asked. */
        CLUSTER_UNREACHABLE,
        /** All of the cluster's calls are taken; nothing was sent. */
        CLUSTER_BUSY,
        /** The cluster understood and will not. */
        CLUSTER_REFUSED,
        /** A field that we want otherwise belongs to somebody else by now. */
        FIELD_CONFLICT
    }

    private final Code code;

    ClusterFailure(Code code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
