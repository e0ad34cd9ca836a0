package dev.rigger.devnet.validator.platform;

import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One permission to launch.
 *
 * @param jobId of the job that it is for
 * @param targetWhenMade copies wanted when it was given; a later, lower target is forgiven
 * @param proof how its pod proves its GPUs
 * @param nonce one-time, 32 hex digits; null once read
 * @param symmetricKey 32 hex digits, made by the claim
 * @param retrievedAt when the claim was answered
 */
public record LaunchConfig(
        String configId,
        String chuteId,
        @Nullable String jobId,
        String minerHotkey,
        String envKey,
        EnvType envType,
        int targetWhenMade,
        LaunchProof proof,
        Instant createdAt,
        @Nullable String nonce,
        @Nullable String symmetricKey,
        long seed,
        @Nullable String instanceId,
        @Nullable Instant retrievedAt,
        @Nullable Instant verifiedAt,
        @Nullable Instant failedAt,
        @Nullable String verificationError) {
    /** How the pod proves what it runs on. */
    public enum EnvType {
        GRAVAL,
        TEE
    }

    /** What a pod must answer once it has the key. */
    public String responsePlaintext() {
        return "secret is " + configId + " " + seed;
    }

    LaunchConfig changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new LaunchConfig(
                configId,
                chuteId,
                jobId,
                minerHotkey,
                envKey,
                envType,
                targetWhenMade,
                proof,
                createdAt,
                draft.nonce,
                draft.symmetricKey,
                draft.seed,
                draft.instanceId,
                draft.retrievedAt,
                draft.verifiedAt,
                draft.failedAt,
                draft.verificationError);
    }

    /** What of a launch config may change; the only place where it does. */
    static final class Draft {
        @Nullable
        String nonce;

        @Nullable
        String symmetricKey;

        long seed;

        @Nullable
        String instanceId;

        @Nullable
        Instant retrievedAt;

        @Nullable
        Instant verifiedAt;

        @Nullable
        Instant failedAt;

        @Nullable
        String verificationError;

        private Draft(LaunchConfig from) {
            nonce = from.nonce;
            symmetricKey = from.symmetricKey;
            seed = from.seed;
            instanceId = from.instanceId;
            retrievedAt = from.retrievedAt;
            verifiedAt = from.verifiedAt;
            failedAt = from.failedAt;
            verificationError = from.verificationError;
        }
    }
}
