package dev.rigger.gpv1.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.gpv1.attestation.AttestationRefusal.Code;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;

/**
 * A confidential machine's attestation service, from the asking side. Its certificate is its own work and not checked here:
 * the quote names its key. Every call is an {@link AttestationRefusal} where there is no answer to judge.
 */
public final class AttestationPort implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_ANSWER = 8 << 20;

    private final URI base;
    private final AttestSigner signer;
    private final Duration patience;
    private final HttpClient http;

    /** @param patience for each answer; evidence that is older when it arrives is refused */
    public AttestationPort(String host, int port, AttestSigner signer, Duration patience) {
        this.base = URI.create("https://" + host + ":" + port);
        this.signer = signer;
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .sslContext(anyCertificate())
                .build();
    }

    /** @param connection the key of the certificate that the answer came under */
    public record Answer(Evidence evidence, PublicKey connection) {}

    /** {@code GET /server/health}. */
    public void health() {
        get("/server/health", Map.of());
    }

    /** {@code GET /server/devices}: an array of GPUs. */
    public JsonNode devices() {
        try {
            JsonNode devices =
                    JSON.readTree(get("/server/devices", signer.headers()).body());
            if (devices != null && devices.isArray()) {
                return devices;
            }
        } catch (IOException e) {
            throw new AttestationRefusal(Code.ATTESTATION_BROKEN, "/server/devices was not answered in JSON", e);
        }
        throw new AttestationRefusal(Code.ATTESTATION_BROKEN, "/server/devices was not answered with a list");
    }

    /** {@code GET /server/attest}, with 32 bytes that nobody asked with before. */
    public Answer attest(byte[] nonce) {
        Reply reply = get("/server/attest?nonce=" + HexFormat.of().formatHex(nonce), signer.headers());
        return new Answer(Evidence.read(reply.body()), reply.connection());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private record Reply(byte[] body, PublicKey connection) {}

    private Reply get(String path, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path)).timeout(patience).GET();
        headers.forEach(request::header);
        String shown = path.replaceFirst("\\?.*", "");
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
            byte[] body;
            try (InputStream stream = response.body()) {
                body = stream.readNBytes(LONGEST_ANSWER + 1);
            }
            if (System.nanoTime() > deadline) {
                throw late(shown);
            }
            return new Reply(accepted(shown, response.statusCode(), body), key(response));
        } catch (HttpTimeoutException e) {
            throw late(shown);
        } catch (IOException e) {
            throw new AttestationRefusal(
                    Code.ATTESTATION_UNREACHABLE,
                    shown + ": no connection to " + base.getAuthority() + " ("
                            + e.getClass().getSimpleName() + ")",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AttestationRefusal(Code.ATTESTATION_UNREACHABLE, shown + " was given up", e);
        }
    }

    private static byte[] accepted(String path, int status, byte[] body) {
        if (status == 401 || status == 403) {
            throw new AttestationRefusal(Code.ATTESTATION_UNAUTHORIZED, path + " was answered " + status);
        }
        if (status / 100 != 2 || body.length > LONGEST_ANSWER) {
            throw new AttestationRefusal(
                    Code.ATTESTATION_BROKEN, path + " was answered " + status + " with " + body.length + " bytes");
        }
        return body;
    }

    private static PublicKey key(HttpResponse<?> response) throws IOException {
        SSLSession session = response.sslSession()
                .orElseThrow(() -> new AttestationRefusal(Code.TLS_KEY_MISMATCH, "the answer came without TLS"));
        return session.getPeerCertificates()[0].getPublicKey();
    }

    private AttestationRefusal late(String path) {
        return new AttestationRefusal(
                Code.ATTESTATION_LATE, path + " was not answered within " + patience.toMillis() / 1_000.0 + " s");
    }

    private static SSLContext anyCertificate() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyCertificate()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has TLS", e);
        }
    }
}
