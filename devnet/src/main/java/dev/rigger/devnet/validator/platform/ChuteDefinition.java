package dev.rigger.devnet.validator.platform;

import java.time.Instant;
import java.util.List;

/**
 * A chute as its author deployed it.
 *
 * @param revision counts the author's deployments of it; {@code version} is derived from it
 * @param minVramGb per GPU, in units of 10^9 bytes
 * @param boost urgency factor on the multiplier, 1 at rest
 * @param open public; a chute that is not is billed to its owner and needs a bounty to start
 */
public record ChuteDefinition(
        String chuteId,
        String username,
        String name,
        String imageName,
        String imageTag,
        int gpuCount,
        int minVramGb,
        List<String> supportedGpus,
        String version,
        int revision,
        String chutesVersion,
        String refStr,
        String filename,
        String code,
        boolean open,
        boolean tee,
        boolean disabled,
        double boost,
        int concurrency,
        Instant createdAt,
        Instant updatedAt) {
    public String image() {
        return username + "/" + imageName + ":" + imageTag;
    }
}
