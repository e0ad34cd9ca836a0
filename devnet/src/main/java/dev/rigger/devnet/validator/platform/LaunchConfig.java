package dev.rigger.devnet.validator.platform;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One permission to launch.
 *
 * @param nonce one-time, 32 hex digits; null once read
 * @param targetWhenMade copies wanted when it was given; a later, lower target is forgiven
 * @param symmetricKey 32 hex digits, made by the claim
 * @param retrievedAt when the claim was answered
 */
public record LaunchConfig(
        String configId,
        String chuteId,
        String minerHotkey,
        String envKey,
        @Nullable String nonce,
        int targetWhenMade,
        Instant createdAt,
        @Nullable String symmetricKey,
        long seed,
        @Nullable String instanceId,
        @Nullable Instant retrievedAt,
        @Nullable Instant verifiedAt,
        @Nullable Instant failedAt,
        @Nullable String verificationError) {
    LaunchConfig nonceRead() {
        return new LaunchConfig(
                configId,
                chuteId,
                minerHotkey,
                envKey,
                null,
                targetWhenMade,
                createdAt,
                symmetricKey,
                seed,
                instanceId,
                retrievedAt,
                verifiedAt,
                failedAt,
                verificationError);
    }

    LaunchConfig claimed(String newInstanceId, String key, long newSeed, Instant at) {
        return new LaunchConfig(
                configId,
                chuteId,
                minerHotkey,
                envKey,
                nonce,
                targetWhenMade,
                createdAt,
                key,
                newSeed,
                newInstanceId,
                at,
                verifiedAt,
                failedAt,
                verificationError);
    }

    LaunchConfig verified(Instant at) {
        return new LaunchConfig(
                configId,
                chuteId,
                minerHotkey,
                envKey,
                nonce,
                targetWhenMade,
                createdAt,
                symmetricKey,
                seed,
                instanceId,
                retrievedAt,
                at,
                failedAt,
                verificationError);
    }

    LaunchConfig failed(String error, Instant at) {
        return new LaunchConfig(
                configId,
                chuteId,
                minerHotkey,
                envKey,
                nonce,
                targetWhenMade,
                createdAt,
                symmetricKey,
                seed,
                instanceId,
                retrievedAt,
                verifiedAt,
                at,
                error);
    }

    /** What a pod must answer once it has the key. */
    public String responsePlaintext() {
        return "secret is " + configId + " " + seed;
    }
}
