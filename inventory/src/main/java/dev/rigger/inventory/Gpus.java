package dev.rigger.inventory;

import java.util.List;

/** Table {@code gpus}. */
public interface Gpus {
    List<Gpu> all();

    List<Gpu> ofServer(String serverId);

    List<Gpu> ofDeployment(String deploymentId);

    void save(Gpu gpu);

    void markVerified(String serverId);

    /** Deletes the server's GPUs; fails while one of them is owned. */
    void deleteOfServer(String serverId);
}
