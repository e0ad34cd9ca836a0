package dev.rigger.activities.validator.api;

import org.jspecify.annotations.Nullable;

/**
 * What a launch token is wanted for.
 *
 * @param jobId the job to run, null for a copy that serves requests
 * @param serverId the server it is meant for; sent where the profile knows it
 */
public record LaunchWish(
        String chuteId, @Nullable String jobId, @Nullable String serverId) {}
