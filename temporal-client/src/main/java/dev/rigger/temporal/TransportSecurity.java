package dev.rigger.temporal;

import dev.rigger.settings.TemporalSettings;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/** TLS to the server and, with a client certificate, mutual TLS. */
final class TransportSecurity {
    private TransportSecurity() {}

    static void apply(TemporalSettings settings, WorkflowServiceStubsOptions.Builder stubs) {
        if (settings.serverCa() == null && settings.clientCertificate() == null) {
            stubs.setEnableHttps(settings.tls() || settings.apiKey() != null);
            return;
        }
        try {
            SslContextBuilder context = GrpcSslContexts.forClient();
            Path serverCa = settings.serverCa();
            if (serverCa != null) {
                context.trustManager(serverCa.toFile());
            }
            Path certificate = settings.clientCertificate();
            Path key = settings.clientKey();
            if (certificate != null && key != null) {
                context.keyManager(certificate.toFile(), key.toFile());
            }
            stubs.setSslContext(context.build());
        } catch (SSLException | IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(
                    "The certificates for Temporal cannot be used (TEMPORAL_TLS_INVALID). Check"
                            + " TEMPORAL_TLS_SERVER_CA_CERT_PATH, TEMPORAL_TLS_CLIENT_CERT_PATH and"
                            + " TEMPORAL_TLS_CLIENT_KEY_PATH: PEM files, the key in PKCS #8 without a password.",
                    unreadable);
        }
    }
}
