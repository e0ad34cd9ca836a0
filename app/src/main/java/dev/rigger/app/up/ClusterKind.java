package dev.rigger.app.up;

import java.util.Locale;

/** Which API the devnet's GPU servers stand behind. */
enum ClusterKind {
    /** Our own small API server, in the devnet's process. */
    SIMULATED,
    /** A real Kubernetes control plane, in processes of its own. */
    REAL;

    String url(int port) {
        return (this == REAL ? "https" : "http") + "://127.0.0.1:" + port;
    }

    /** As the command line takes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
