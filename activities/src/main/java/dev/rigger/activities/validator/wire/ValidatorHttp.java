package dev.rigger.activities.validator.wire;

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
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Calls to one validator: HTTP/1.1 with connections kept alive, a token bucket, a circuit, and an end to every wait, the
 * body's included. Statuses below 500 are answers, except a 3xx, which is never followed, and a 429 to what may be
 * repeated; everything else is {@link ValidatorUnreachable}. What may be repeated is, with full jitter.
 */
public final class ValidatorHttp implements AutoCloseable {
    private static final int MAX_BODY_BYTES = 8 * 1024 * 1024;
    private static final int ATTEMPTS = 3;
    /** A whole list may take so many times as long as one answer. */
    private static final int LIST_PATIENCE = 4;

    private final URI api;
    private final Signatures signatures;
    private final Duration timeout;
    private final TokenBucket bucket;
    private final Circuit circuit;
    private final RetryPauses pauses;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http;

    public ValidatorHttp(
            URI api, Signatures signatures, ValidatorCalls calls, InstantSource clock, RandomGenerator random) {
        this.api = api;
        this.signatures = signatures;
        this.timeout = calls.requestTimeout();
        this.bucket = new TokenBucket(calls.requestsPerSecond(), calls.burst(), clock);
        this.circuit = new Circuit(calls.circuitOpen(), clock);
        this.pauses = new RetryPauses(calls, clock, random);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(calls.connectTimeout())
                .executor(threads)
                .build();
    }

    public Reply ask(Ask ask) {
        return ask(ask, timeout);
    }

    /** @param patience the longest wait for a permit */
    public Reply ask(Ask ask, Duration patience) {
        return repeated(ask, patience, timeout, ValidatorHttp::whole);
    }

    /** A long answer, which is read while it comes. */
    public <T> T stream(Ask ask, BodyReader<T> reader) {
        return repeated(ask, timeout, timeout.multipliedBy(LIST_PATIENCE), reader);
    }

    /** An answer that comes for as long as {@code limit}. */
    public <T> T stream(Ask ask, Duration limit, BodyReader<T> reader) {
        return repeated(ask, timeout, limit, reader);
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }

    private <T> T repeated(Ask ask, Duration patience, Duration limit, BodyReader<T> reader) {
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(ask, patience, limit, reader);
            } catch (ValidatorUnreachable e) {
                Duration asked = e.retryAfter().orElse(Duration.ZERO);
                if (attempt == ATTEMPTS || !ask.repeatable() || !e.trouble().passing() || !pauses.bearable(asked)) {
                    throw e;
                }
                sleep(asked.plus(pauses.before(attempt)));
            }
        }
    }

    private <T> T attempt(Ask ask, Duration patience, Duration limit, BodyReader<T> reader) {
        String what = ask.shown() + " at " + api.getHost();
        if (!circuit.lets()) {
            throw new ValidatorUnreachable(
                    Trouble.LEFT_ALONE, what + " was not tried: the last calls all failed", circuit.openFor());
        }
        awaitPermit(what, patience);
        Future<T> answer = threads.submit(() -> exchange(ask, what, limit, reader));
        try {
            T value = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            circuit.succeeded();
            return value;
        } catch (TimeoutException e) {
            answer.cancel(true);
            circuit.failed();
            throw new ValidatorUnreachable(Trouble.TIMED_OUT, what + " did not end within " + limit.toMillis() + " ms");
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ValidatorUnreachable(Trouble.INTERRUPTED, what + " was interrupted");
        } catch (ExecutionException e) {
            throw failed(what, e.getCause());
        }
    }

    /** An answer that we do not like is still an answer: only silence and 5xx open the circuit. */
    private ValidatorUnreachable failed(String what, @Nullable Throwable cause) {
        ValidatorUnreachable failure;
        if (cause instanceof ValidatorUnreachable known) {
            failure = known;
        } else if (cause instanceof HttpTimeoutException) {
            failure = new ValidatorUnreachable(Trouble.TIMED_OUT, what + " did not end in time");
        } else if (cause instanceof IOException) {
            failure = new ValidatorUnreachable(Trouble.CONNECTION_FAILED, what + " failed: " + cause);
        } else {
            throw new IllegalStateException(what + " failed in a way that nobody planned", cause);
        }
        switch (failure.trouble()) {
            case CONNECTION_FAILED, TIMED_OUT, SERVER_ERROR -> circuit.failed();
            default -> circuit.succeeded();
        }
        failure.retryAfter().ifPresent(bucket::rest);
        return failure;
    }

    private <T> T exchange(Ask ask, String what, Duration limit, BodyReader<T> reader)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> response = http.send(request(ask, limit), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            int status = response.statusCode();
            Optional<Duration> retryAfter =
                    response.headers().firstValue("Retry-After").flatMap(pauses::retryAfter);
            if (status == 429 && ask.repeatable() || status == 503 && retryAfter.isPresent()) {
                throw new ValidatorUnreachable(
                        Trouble.TOLD_TO_WAIT, what + " was answered " + status, retryAfter.orElse(null));
            }
            if (status >= 500) {
                throw new ValidatorUnreachable(Trouble.SERVER_ERROR, what + " was answered " + status);
            }
            if (status >= 300 && status < 400) {
                throw new ValidatorUnreachable(
                        Trouble.REDIRECTED, what + " was answered " + status + ", which is not followed");
            }
            return reader.read(status, body);
        }
    }

    private HttpRequest request(Ask ask, Duration limit) {
        byte[] body = ask.body();
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve(ask.path()))
                .timeout(limit)
                .method(ask.method(), body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        signatures.of(ask).forEach(request::setHeader);
        ask.headers().forEach(request::setHeader);
        if (body != null) {
            request.setHeader("Content-Type", "application/json");
        }
        return request.build();
    }

    private void awaitPermit(String what, Duration patience) {
        Duration wait = bucket.take(patience);
        if (wait.isNegative()) {
            throw new ValidatorUnreachable(
                    Trouble.TOO_MANY_CALLS,
                    what + " was not tried: too many calls wait already, or the validator asked for a pause");
        }
        sleep(wait);
    }

    private static Reply whole(int status, InputStream body) throws IOException {
        return new Reply(status, new String(bytes(body, MAX_BODY_BYTES), UTF_8));
    }

    /** The whole body, or a refusal when it is longer. */
    static byte[] bytes(InputStream body, int most) throws IOException {
        byte[] bytes = body.readNBytes(most + 1);
        if (bytes.length > most) {
            throw new ValidatorUnreachable(
                    Trouble.ANSWER_TOO_LONG, "An answer is longer than " + most + " bytes, and was refused");
        }
        return bytes;
    }

    private static void sleep(Duration duration) {
        if (duration.isPositive()) {
            try {
                Thread.sleep(duration);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ValidatorUnreachable(Trouble.INTERRUPTED, "Waiting for the validator was interrupted");
            }
        }
    }
}
