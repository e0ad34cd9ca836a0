package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.MappedProperty;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A chute's definition as we hold it: table {@code chutes}.
 *
 * @param open whether everybody may use it; a private one is for its owner's sessions
 * @param jobPorts by method of its jobs, the ports that a run opens beside the standard ones, such as
 *     {@code tcp:5000,udp:9000}
 */
@MappedEntity("chutes")
public record Chute(
        @Id String chuteId,
        String validator,
        @Nullable String name,
        String image,
        String code,
        String filename,
        String refStr,
        String version,

        @TypeDef(type = DataType.STRING_ARRAY, converter = TextArrayColumn.class)
        List<String> supportedGpus,

        int gpuCount,
        Instant createdAt,
        Instant updatedAt,
        @Nullable String banReason,
        @Nullable String chutesVersion,
        boolean preemptible,
        boolean tee,
        boolean jobOnly,
        boolean open,

        @MappedProperty(converter = LabelsColumn.class) Map<String, String> jobPorts,

        boolean deleted) {
    /** Whether nothing differs but the times. */
    boolean isLike(Chute other) {
        return equals(other.at(createdAt, updatedAt));
    }

    private Chute at(Instant created, Instant updated) {
        return new Chute(
                chuteId,
                validator,
                name,
                image,
                code,
                filename,
                refStr,
                version,
                supportedGpus,
                gpuCount,
                created,
                updated,
                banReason,
                chutesVersion,
                preemptible,
                tee,
                jobOnly,
                open,
                jobPorts,
                deleted);
    }
}
