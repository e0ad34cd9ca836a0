package dev.rigger.inventory;

import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.MappedProperty;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A launch of a stored plan: table {@code planned_launches}. {@code status} is OPEN until the deployment reserved (RESERVED) or was refused (REFUSED). */
@MappedEntity("planned_launches")
public record PlannedLaunch(
        String planId,
        @MappedProperty("launch_index") int index,
        String deploymentId,
        String chuteId,
        String serverId,

        @TypeDef(type = DataType.STRING_ARRAY, converter = TextArrayColumn.class)
        List<String> gpuIds,

        @MappedProperty("launch_order") String order,
        String status,
        Instant createdAt,
        @Nullable String jobId) {
    /** Of a copy that serves requests. */
    public PlannedLaunch(
            String planId,
            int index,
            String deploymentId,
            String chuteId,
            String serverId,
            List<String> gpuIds,
            String order,
            String status,
            Instant createdAt) {
        this(planId, index, deploymentId, chuteId, serverId, gpuIds, order, status, createdAt, null);
    }
}
