package dev.rigger.web.pins;

import dev.rigger.inventory.ChutePin;
import dev.rigger.inventory.DeploymentPin;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every pin. Times are UTC. */
@Serdeable
record Pins(List<OfChute> chutes, List<OfDeployment> deployments) {

    /**
     * @param serverIds the only servers that may have a copy; empty for no such wish
     * @param copies how many there may be at most; null for no such wish
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record OfChute(
            String chuteId,
            List<String> serverIds,
            @Nullable Integer copies,
            String note,
            String pinnedAt) {
        static OfChute of(ChutePin pin) {
            return new OfChute(
                    pin.chuteId(),
                    pin.serverIds(),
                    pin.copies(),
                    pin.note(),
                    pin.pinnedAt().toString());
        }
    }

    /** A copy that makes no room for another. */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record OfDeployment(String deploymentId, String note, String pinnedAt) {
        static OfDeployment of(DeploymentPin pin) {
            return new OfDeployment(
                    pin.deploymentId(), pin.note(), pin.pinnedAt().toString());
        }
    }
}
