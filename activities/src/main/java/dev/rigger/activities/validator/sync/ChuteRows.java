package dev.rigger.activities.validator.sync;

import dev.rigger.activities.validator.api.Listed;
import dev.rigger.inventory.Chute;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The validator's definition of a chute as our row. Our own marks on the row survive. */
final class ChuteRows {
    private ChuteRows() {}

    static Chute row(String validator, Listed.Chute listed, @Nullable Chute before, Instant now) {
        return new Chute(
                listed.chuteId(),
                validator,
                listed.name(),
                listed.image(),
                listed.code(),
                listed.filename(),
                listed.refStr(),
                listed.version(),
                listed.supportedGpus(),
                listed.gpuCount(),
                before == null ? now : before.createdAt(),
                now,
                before == null ? null : before.banReason(),
                listed.chutesVersion(),
                listed.preemptible(),
                listed.tee(),
                listed.jobOnly(),
                listed.open(),
                listed.jobPorts(),
                false);
    }

    /** Whether the definition has all that a deployment is made of. */
    static boolean usable(Listed.Chute listed) {
        return !listed.image().isEmpty() && !listed.supportedGpus().isEmpty();
    }

    /** Whether the row says the same, times apart. */
    static boolean same(Chute row, Chute before) {
        return row.equals(new Chute(
                before.chuteId(),
                before.validator(),
                before.name(),
                before.image(),
                before.code(),
                before.filename(),
                before.refStr(),
                before.version(),
                before.supportedGpus(),
                before.gpuCount(),
                row.createdAt(),
                row.updatedAt(),
                before.banReason(),
                before.chutesVersion(),
                before.preemptible(),
                before.tee(),
                before.jobOnly(),
                before.open(),
                before.jobPorts(),
                before.deleted()));
    }
}
