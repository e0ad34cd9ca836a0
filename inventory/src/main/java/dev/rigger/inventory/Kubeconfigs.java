package dev.rigger.inventory;

import java.util.Optional;

/**
 * Table {@code kubeconfigs}: a node's own kubeconfig from its first lookup on, by node name, sealed and in base64. It
 * exists before the server's row does; the row's {@code kubeconfig} is a copy of it, made when the row is written.
 */
public interface Kubeconfigs {
    /** Inserts or replaces. */
    void save(String serverName, String sealed);

    Optional<String> of(String serverName);

    /** Absent is success. */
    void forget(String serverName);
}
