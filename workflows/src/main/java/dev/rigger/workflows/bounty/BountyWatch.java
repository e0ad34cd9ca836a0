package dev.rigger.workflows.bounty;

import java.time.Duration;

/**
 * @param patience after the last announcement without any deployment under way, the bounty counts as expired
 */
public record BountyWatch(String validator, String chuteId, Duration patience) {}
