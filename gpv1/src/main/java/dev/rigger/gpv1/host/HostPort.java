package dev.rigger.gpv1.host;

import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.AuditAnswer;
import dev.rigger.gpv1.AuditRequest;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.OpenAnswer;
import dev.rigger.gpv1.OpenRequest;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.host.HostFailure.Code;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A GPU host's verification port, from the asking side. Every call blocks, looks up to the watch while it waits, and is a
 * {@link HostFailure} where there is no answer to judge.
 */
public final class HostPort implements AutoCloseable {
    private static final Duration SHORT = Duration.ofSeconds(12);
    /** Openings of one GPU are about a megabyte. */
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final Duration LOOK_UP = Duration.ofMillis(500);

    private final URI base;
    private final HostSigner signer;
    private final ProofWatch watch;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    public HostPort(String host, int port, HostSigner signer, ProofWatch watch) {
        this.base = URI.create("http://" + host + ":" + port);
        this.signer = signer;
        this.watch = watch;
    }

    /** {@code GET /ping}. */
    public void ping() {
        send("/ping", request("/ping", Map.of()).GET(), SHORT);
    }

    /** {@code GET /devices}: the GPUs, as the host tells them to its miner. */
    public List<GpuIdentity> devices() {
        return HostMessages.devices(
                send("/devices", request("/devices", signer.forPurpose()).GET(), SHORT));
    }

    /** {@code GET /info}: the answer to a device-info challenge. */
    public String info(String challenge) {
        byte[] body = send(
                "/info",
                request("/info?challenge=" + challenge, signer.forPurpose()).GET(),
                SHORT);
        return new String(body, StandardCharsets.UTF_8).strip();
    }

    /** {@code POST /prove}. */
    public Answer prove(Challenge challenge, Duration patience) {
        return HostMessages.answer(post("/prove", HostMessages.prove(challenge), patience));
    }

    /** {@code POST /audit}. */
    public AuditAnswer audit(AuditRequest request, Duration patience) {
        return HostMessages.audited(post("/audit", HostMessages.audit(request), patience));
    }

    /** {@code POST /open}, one GPU at a time. */
    public OpenAnswer open(OpenRequest request) {
        Map<String, List<OpenAnswer.Opened>> opened = new LinkedHashMap<>();
        request.asked()
                .forEach((uuid, rows) -> opened.put(
                        uuid,
                        HostMessages.opened(post("/open", HostMessages.open(request.seed(), uuid, rows), LONG), uuid)));
        return new OpenAnswer(opened);
    }

    /** {@code POST /release}. */
    public void release(long seed) {
        post("/release", HostMessages.release(seed), SHORT);
    }

    /** {@code GET /telemetry}: the GPUs that the driver's own tool shows, by uuid; empty where it is not there. */
    public List<String> driversGpus() {
        return HostMessages.driversGpus(
                send("/telemetry", request("/telemetry", signer.forPurpose()).GET(), SHORT));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private byte[] post(String path, byte[] body, Duration patience) {
        return send(
                path,
                request(path, signer.forBody(body))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body)),
                patience);
    }

    private HttpRequest.Builder request(String path, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
        headers.forEach(request::header);
        return request;
    }

    private byte[] send(String path, HttpRequest.Builder request, Duration patience) {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request.timeout(patience).build(), BodyHandlers.ofByteArray());
        HttpResponse<byte[]> response = await(path, answer, patience);
        if (response.statusCode() == 200) {
            return response.body();
        }
        throw new HostFailure(
                code(response.statusCode()),
                path + " was answered " + response.statusCode() + " " + HostMessages.detail(response.body()));
    }

    private HttpResponse<byte[]> await(String path, CompletableFuture<HttpResponse<byte[]>> answer, Duration patience) {
        try {
            while (true) {
                watch.check();
                try {
                    return answer.get(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException notYet) {
                    watch.check();
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HttpTimeoutException) {
                throw new HostFailure(
                        Code.SILENT, path + " was not answered within " + patience.toMillis() / 1_000.0 + " s");
            }
            if (e.getCause() instanceof IOException broken) {
                throw new HostFailure(
                        Code.UNREACHABLE,
                        path + ": no connection to " + base.getAuthority() + " ("
                                + broken.getClass().getSimpleName() + ")");
            }
            throw new IllegalStateException("a call to " + base.getAuthority() + " broke", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for " + path);
        } finally {
            answer.cancel(true);
        }
    }

    private static Code code(int status) {
        return switch (status) {
            case 401, 403 -> Code.UNAUTHORIZED;
            case 409 -> Code.BUSY;
            case 410 -> Code.WORK_GONE;
            case 503 -> Code.UNREACHABLE;
            case 507 -> Code.OUT_OF_MEMORY;
            default -> Code.BROKEN;
        };
    }
}
