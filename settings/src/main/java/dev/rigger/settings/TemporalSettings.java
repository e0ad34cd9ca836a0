package dev.rigger.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * @param address {@code TEMPORAL_ADDRESS}, host:port
 * @param namespace {@code TEMPORAL_NAMESPACE}
 * @param apiKey {@code TEMPORAL_API_KEY}, for Temporal Cloud
 * @param tls {@code TEMPORAL_TLS}; on by itself when an API key or a certificate is given
 * @param serverCa {@code TEMPORAL_TLS_SERVER_CA_CERT_PATH}
 * @param clientCertificate {@code TEMPORAL_TLS_CLIENT_CERT_PATH}
 * @param clientKey {@code TEMPORAL_TLS_CLIENT_KEY_PATH}
 * @param workerBuildId {@code TEMPORAL_WORKER_BUILD_ID}; worker versioning is off without it
 */
public record TemporalSettings(
        String address,
        String namespace,
        @Nullable Secret apiKey,
        boolean tls,
        @Nullable Path serverCa,
        @Nullable Path clientCertificate,
        @Nullable Path clientKey,
        @Nullable String workerBuildId) {}
