package dev.rigger.devnet.validator.platform;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chute as its author deployed it.
 *
 * @param revision counts the author's deployments of it; {@code version} is derived from it
 * @param minVramGb per GPU, in units of 10^9 bytes
 * @param cords what users may call; none on a chute that has jobs only
 * @param computeType {@code gpu} or {@code cpu}; the platform runs the latter itself
 * @param boost urgency factor on the multiplier, 1 at rest
 * @param manualBoost an operator's factor on the multiplier
 * @param open public; a chute that is not is billed to its owner and needs a bounty to start
 * @param integrated belongs to an integrated subnet
 * @param launchProof how its pods prove their GPUs
 * @param maxInstances copies there may be at most; null for no bound
 */
public record ChuteDefinition(
        String chuteId,
        String username,
        String name,
        String imageId,
        String image,
        int gpuCount,
        int minVramGb,
        List<String> supportedGpus,
        String version,
        int revision,
        String chutesVersion,
        String refStr,
        String filename,
        String code,
        List<String> cords,
        List<ChuteJob> jobs,
        String computeType,
        boolean open,
        boolean tee,
        boolean integrated,
        boolean disabled,
        double boost,
        double manualBoost,
        int concurrency,
        @Nullable Integer maxInstances,
        LaunchProof launchProof,
        Instant createdAt,
        Instant updatedAt) {
    @JsonIgnore
    public boolean jobOnly() {
        return cords.isEmpty();
    }

    /** The name under which it has a host of its own. */
    @JsonIgnore
    public String slug() {
        return username + "-" + name;
    }

    ChuteDefinition boosted(double factor) {
        return with(imageId, image, chutesVersion, factor);
    }

    /** The same in a patched image: its version stays, the SDK's does not. */
    ChuteDefinition inImage(ImageRecord patched) {
        return with(patched.imageId(), patched.reference(), patched.chutesVersion(), boost);
    }

    private ChuteDefinition with(String newImageId, String newImage, String sdk, double newBoost) {
        return new ChuteDefinition(
                chuteId,
                username,
                name,
                newImageId,
                newImage,
                gpuCount,
                minVramGb,
                supportedGpus,
                version,
                revision,
                sdk,
                refStr,
                filename,
                code,
                cords,
                jobs,
                computeType,
                open,
                tee,
                integrated,
                disabled,
                newBoost,
                manualBoost,
                concurrency,
                maxInstances,
                launchProof,
                createdAt,
                updatedAt);
    }
}
