package dev.rigger.devnet.local;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Who may reach a local Kubernetes and by what: one token, kept in a file of its owner's alone. */
final class KubernetesAccess {
    private static final String USER = "rigger";

    private final Path folder;
    private final Path tokens;
    private final Path signingKey;

    KubernetesAccess(Path data) {
        this.folder = data.resolve("access");
        this.tokens = folder.resolve("tokens.csv");
        this.signingKey = folder.resolve("service-accounts.pem");
    }

    /** Makes token and key unless an earlier start did. */
    void prepare() throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        if (!Files.exists(tokens)) {
            byte[] secret = new byte[24];
            new SecureRandom().nextBytes(secret);
            Files.writeString(
                    tokens, HexFormat.of().formatHex(secret) + "," + USER + "," + USER + ",\"system:masters\"\n");
        }
        if (!Files.exists(signingKey)) {
            Files.writeString(signingKey, newKey());
        }
    }

    private static String newKey() {
        try {
            byte[] key = KeyPairGenerator.getInstance("RSA")
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK makes RSA keys", e);
        }
    }

    Path tokens() {
        return tokens;
    }

    /** Of service accounts, which nobody here uses but every API server wants a key for. */
    Path signingKey() {
        return signingKey;
    }

    /** Where a server of that name keeps the certificate that it makes for itself. */
    Path certificates() {
        return folder;
    }

    String kubeconfig(String url) throws IOException {
        String authority = Base64.getEncoder().encodeToString(Files.readAllBytes(certificate("apiserver")));
        return """
                apiVersion: v1
                kind: Config
                current-context: devnet
                clusters:
                - name: devnet
                  cluster: {server: "%s", certificate-authority-data: "%s"}
                users:
                - name: devnet
                  user: {token: "%s"}
                contexts:
                - name: devnet
                  context: {cluster: devnet, user: devnet}
                """.formatted(url, authority, token());
    }

    /** Whether the server that made itself the certificate of that name answers with 200. */
    boolean answers(URI url, String certificateName) {
        try {
            if (!Files.exists(certificate(certificateName))) {
                return false;
            }
            try (HttpClient http = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(1))
                    .sslContext(trusting(certificate(certificateName)))
                    .build()) {
                HttpRequest request = HttpRequest.newBuilder(url)
                        .timeout(Duration.ofSeconds(2))
                        .header("Authorization", "Bearer " + token())
                        .build();
                return http.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            }
        } catch (IOException | GeneralSecurityException e) {
            return false; // not yet listening, or its certificate half written; the caller's deadline decides
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String token() throws IOException {
        return Files.readString(tokens).split(",", 2)[0];
    }

    private Path certificate(String name) {
        return folder.resolve(name + ".crt");
    }

    private static SSLContext trusting(Path certificates) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        String pem = Files.readString(certificates, StandardCharsets.US_ASCII);
        int index = 0;
        for (Certificate certificate : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
            trusted.setCertificateEntry("c" + index++, certificate);
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
