package dev.rigger.devnet.tee;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.rigger.gpv1.attestation.Attestation;
import dev.rigger.gpv1.attestation.TdxVerifier;
import dev.rigger.hotkey.ReplayGuard;
import dev.rigger.hotkey.RequestVerifier;
import dev.rigger.hotkey.SignedRequest;
import dev.rigger.hotkey.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A confidential machine's attestation service: {@code /server/health} for all, {@code /server/devices} and
 * {@code /server/attest} for those who sign with purpose {@code attest} and may. It lies where it is told to.
 */
public final class AttestingMachine implements AutoCloseable {
    /** How it differs from an honest machine. */
    public enum Lie {
        NONE,
        /** It answers with the evidence of an earlier nonce. */
        OLD_ANSWER,
        /** Its quote names the key of another connection, as that of a machine that stands behind it. */
        OTHER_KEY,
        DEBUGGABLE,
        UNKNOWN_IMAGE,
        /** One GPU reports as often as there are said to be GPUs. */
        ONE_GPU_FOR_ALL,
        FEWER_GPUS,
        /** Its quotes come from a platform of its own making. */
        FOREIGN_PLATFORM,
        CHANGED_QUOTE,
        /** Its evidence does not come while anybody waits. */
        SILENT
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final char[] NO_PASSWORD = new char[0];

    private final SoftTdx platform;
    private final SoftGpus gpus;
    private final SoftDomain image;
    private final List<Map<String, Object>> devices;
    private final Set<String> mayAttest;
    private final Lie lie;
    private final RequestVerifier verifier = RequestVerifier.platform(InstantSource.system(), ReplayGuard.NONE);
    private final SoftAuthority certificate;
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * @param devices as {@code /server/devices} tells them
     * @param mayAttest SS58 addresses; {@code /server/devices} is anybody's who signs
     */
    public AttestingMachine(
            SoftTdx platform,
            SoftGpus gpus,
            SoftDomain image,
            List<Map<String, Object>> devices,
            Set<String> mayAttest,
            Lie lie)
            throws IOException {
        this.platform = platform;
        this.gpus = gpus;
        this.image = image;
        this.devices = List.copyOf(devices);
        this.mayAttest = Set.copyOf(mayAttest);
        this.lie = lie;
        this.certificate = SoftAuthority.root("CN=Devnet machine", "secp256r1", Instant.now());
        this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls(certificate)));
        server.setExecutor(threads);
        server.createContext("/server/health", exchange -> reply(exchange, 200, Map.of("status", "ok")));
        server.createContext("/server/devices", this::tellDevices);
        server.createContext("/server/attest", this::attest);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Believes evidence of this platform and these GPUs, and of no others. */
    public static Attestation believing(SoftTdx platform, SoftGpus gpus) {
        return new Attestation(new TdxVerifier(platform.root(), SoftTdx.ENCLAVE), gpus.root());
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void tellDevices(HttpExchange exchange) throws IOException {
        boolean admitted = signer(exchange) instanceof Verdict.Accepted;
        reply(exchange, admitted ? 200 : 401, admitted ? devices : Map.of("detail", "who asks?"));
    }

    private void attest(HttpExchange exchange) throws IOException {
        if (!(signer(exchange) instanceof Verdict.Accepted accepted) || !mayAttest.contains(accepted.signer())) {
            reply(exchange, 403, Map.of("detail", "not yours to ask"));
            return;
        }
        byte[] nonce =
                HexFormat.of().parseHex(exchange.getRequestURI().getQuery().replaceFirst(".*nonce=", ""));
        if (lie == Lie.SILENT) {
            awaitClose();
        }
        reply(exchange, 200, evidence(lie == Lie.OLD_ANSWER ? new byte[32] : nonce));
    }

    private Map<String, Object> evidence(byte[] nonce) throws IOException {
        List<Map<String, String>> reports = new ArrayList<>();
        for (int i = 0; i < gpus.count() - (lie == Lie.FEWER_GPUS ? 1 : 0); i++) {
            int gpu = lie == Lie.ONE_GPU_FOR_ALL ? 0 : i;
            reports.add(gpus.evidence(gpu, gpus.report(gpu, nonce)));
        }
        return Map.of(
                "tdx_quote",
                Base64.getEncoder().encodeToString(quote(nonce)),
                "nvtrust_evidence",
                JSON.writeValueAsString(reports));
    }

    private byte[] quote(byte[] nonce) {
        PublicKey key = lie == Lie.OTHER_KEY
                ? SoftAuthority.keys("secp256r1").getPublic()
                : certificate.keys().getPublic();
        SoftTdx signs = lie == Lie.FOREIGN_PLATFORM ? SoftTdx.begin(Instant.now()) : platform;
        SoftDomain domain = switch (lie) {
            case DEBUGGABLE -> image.debuggable();
            case UNKNOWN_IMAGE -> SoftDomain.image(99);
            default -> image;
        };
        byte[] quote = signs.quote(domain, reportData(nonce, key));
        if (lie == Lie.CHANGED_QUOTE) {
            quote[200] ^= 1;
        }
        return quote;
    }

    /** The nonce, and the hash of the connection's key. */
    static byte[] reportData(byte[] nonce, PublicKey key) {
        return ByteBuffer.allocate(64)
                .put(nonce)
                .put(SoftTdx.sha256(key.getEncoded()))
                .array();
    }

    private Verdict signer(HttpExchange exchange) {
        return verifier.verify(new SignedRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders()::getFirst,
                new byte[0],
                "attest"));
    }

    private void awaitClose() {
        try {
            closed.await(Duration.ofMinutes(1).toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reply(HttpExchange exchange, int status, Object body) throws IOException {
        try (exchange) {
            byte[] bytes = JSON.writeValueAsBytes(body);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static SSLContext tls(SoftAuthority certificate) throws IOException {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, NO_PASSWORD);
            keys.setKeyEntry("machine", certificate.keys().getPrivate(), NO_PASSWORD, new Certificate[] {
                certificate.certificate()
            });
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has TLS", e);
        }
    }
}
