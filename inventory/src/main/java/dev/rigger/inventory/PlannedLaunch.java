package dev.rigger.inventory;

import java.time.Instant;
import java.util.List;

/** A launch of a stored plan: table {@code planned_launches}. {@code status} is OPEN until the deployment reserved (RESERVED) or was refused (REFUSED). */
public record PlannedLaunch(
        String planId,
        int index,
        String deploymentId,
        String chuteId,
        String serverId,
        List<String> gpuIds,
        String order,
        String status,
        Instant createdAt) {}
