package dev.rigger.inventory;

import java.util.List;
import java.util.Optional;

/** Table {@code chutes}. */
public interface Chutes {
    List<Chute> ofValidator(String validator);

    Optional<Chute> byId(String chuteId);

    /** Inserts or updates by id; answers whether anything differs from before. */
    boolean save(Chute chute);

    void markDeleted(String chuteId);

    /** Deletes the row; fails while deployments refer to it. */
    void delete(String chuteId);
}
