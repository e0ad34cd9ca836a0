package dev.rigger.inventory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Table {@code chute_demand}. */
public interface Demands {
    List<Demand> ofValidator(String validator);

    Optional<Demand> of(String chuteId);

    /** Answers whether anything but the time differs from before. */
    boolean save(Demand demand);

    /** Writes a bounty without touching the rest; inserts a row with neutral values when there is none. */
    void setBounty(String validator, String chuteId, long amount, double boost, @Nullable Instant until);
}
