package dev.rigger.inventory;

import java.util.List;
import java.util.Optional;

/** Table {@code servers}. */
public interface Servers {
    List<Server> all();

    List<Server> ofValidator(String validator);

    Optional<Server> byId(String serverId);

    Optional<Server> byName(String name);

    Optional<Server> byIdOrName(String idOrName);

    /** Inserts, or updates everything but creation time, lock and generation. */
    void save(Server server);

    void setLocked(String serverId, boolean locked);

    void setState(String serverId, String state);

    void setKubeconfig(String serverId, String encrypted);

    /** Deletes the row; fails while GPUs or deployments refer to it. */
    void delete(String serverId);
}
