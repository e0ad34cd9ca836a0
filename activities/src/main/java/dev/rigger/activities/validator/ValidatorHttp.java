package dev.rigger.activities.validator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rigger.settings.ValidatorCalls;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls to one validator: HTTP/1.1 with connections kept alive, a token bucket, a circuit, and an end to every wait, the
 * body's included. Statuses below 500 are answers; everything else is {@link ValidatorUnreachable}.
 */
final class ValidatorHttp implements AutoCloseable {
    private static final int MAX_BODY_BYTES = 8 * 1024 * 1024;
    private static final int READ_ATTEMPTS = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    /** A whole list may take so many times as long as one answer. */
    private static final int LIST_PATIENCE = 4;

    private final URI api;
    private final Duration timeout;
    private final TokenBucket bucket;
    private final Circuit circuit;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http;

    ValidatorHttp(URI api, ValidatorCalls calls, InstantSource clock) {
        this.api = api;
        this.timeout = calls.requestTimeout();
        this.bucket = new TokenBucket(calls.requestsPerSecond(), calls.burst(), clock);
        this.circuit = new Circuit(calls.circuitOpen(), clock);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(calls.connectTimeout())
                .executor(threads)
                .build();
    }

    /** An answer below 500. */
    record Reply(int status, String body) {
        boolean ok() {
            return status >= 200 && status < 300;
        }
    }

    /** Reads an answer's body as it comes. */
    interface BodyReader<T> {
        T read(int status, InputStream body) throws IOException;
    }

    Duration timeout() {
        return timeout;
    }

    /** One attempt. @param patience the longest wait for a permit */
    Reply call(String method, String path, Map<String, String> headers, byte[] body, Duration patience) {
        return attempt(method, path, headers, body, patience, timeout, ValidatorHttp::whole);
    }

    /** An idempotent read, repeated with full jitter. */
    Reply read(String path, Map<String, String> headers) {
        for (int attempt = 1; ; attempt++) {
            try {
                return call("GET", path, headers, new byte[0], timeout);
            } catch (ValidatorUnreachable e) {
                if (attempt == READ_ATTEMPTS) {
                    throw e;
                }
                pause(attempt);
            }
        }
    }

    /** One attempt at a long answer, which is read while it comes. */
    <T> T stream(String path, Map<String, String> headers, BodyReader<T> reader) {
        Duration whole = timeout.multipliedBy(LIST_PATIENCE);
        return attempt("GET", path, headers, new byte[0], timeout, whole, reader);
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }

    private <T> T attempt(
            String method,
            String path,
            Map<String, String> headers,
            byte[] body,
            Duration patience,
            Duration limit,
            BodyReader<T> reader) {
        String what = method + " " + path.replaceFirst("\\?.*", "") + " at " + api.getHost();
        if (!circuit.lets()) {
            throw new ValidatorUnreachable(what + " was not tried: the last calls all failed");
        }
        awaitPermit(what, patience);
        HttpRequest request = request(method, path, headers, body);
        Future<T> answer = threads.submit(() -> exchange(request, reader));
        try {
            T value = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            circuit.succeeded();
            return value;
        } catch (TimeoutException e) {
            answer.cancel(true);
            circuit.failed();
            throw new ValidatorUnreachable(what + " did not end within " + limit.toMillis() + " ms");
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ValidatorUnreachable(what + " was interrupted");
        } catch (ExecutionException e) {
            circuit.failed();
            Throwable cause = e.getCause();
            throw cause instanceof ValidatorUnreachable unreachable
                    ? unreachable
                    : new ValidatorUnreachable(what + " failed: " + cause);
        }
    }

    private <T> T exchange(HttpRequest request, BodyReader<T> reader) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() >= 500) {
                throw new ValidatorUnreachable(
                        request.method() + " " + request.uri().getPath() + " was answered " + response.statusCode());
            }
            return reader.read(response.statusCode(), body);
        }
    }

    private HttpRequest request(String method, String path, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve(path))
                .timeout(timeout)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::setHeader);
        if (body.length > 0) {
            request.setHeader("Content-Type", "application/json");
        }
        return request.build();
    }

    private void awaitPermit(String what, Duration patience) {
        Duration wait = bucket.take(patience);
        if (wait.isNegative()) {
            throw new ValidatorUnreachable(what + " was not tried: too many calls are waiting already");
        }
        sleep(wait);
    }

    private static Reply whole(int status, InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            throw new IOException("the answer is longer than " + MAX_BODY_BYTES + " bytes");
        }
        return new Reply(status, new String(bytes, UTF_8));
    }

    private static void pause(int attempt) {
        long bound = FIRST_PAUSE.toMillis() << attempt;
        sleep(Duration.ofMillis(ThreadLocalRandom.current().nextLong(1 + bound)));
    }

    private static void sleep(Duration duration) {
        if (duration.isPositive()) {
            try {
                Thread.sleep(duration);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ValidatorUnreachable("waiting was interrupted");
            }
        }
    }
}
