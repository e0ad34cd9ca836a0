package dev.rigger.devnet.cluster.behind;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the API until it answers, as a kubelet does: an API server that is away or busy is waited for. A caller that is
 * interrupted meanwhile has its answer first and is interrupted then, so that no write is left half told.
 */
final class Persistent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Persistent.class);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean closed;

    /** Empty when the object is not there, is another one by now, or this cluster ends. */
    <T> Optional<T> call(Supplier<T> work) {
        if (closed) {
            return Optional.empty();
        }
        return CompletableFuture.supplyAsync(() -> patiently(work), threads).join();
    }

    private <T> Optional<T> patiently(Supplier<T> work) {
        while (!closed) {
            try {
                return Optional.ofNullable(work.get());
            } catch (KubernetesClientException e) {
                if (isAway(e)) {
                    pause(e);
                } else if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
                        || e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                    return Optional.empty();
                } else {
                    throw e;
                }
            }
        }
        return Optional.empty();
    }

    /** Without an HTTP status there was no whole answer; the client says 0 or -1 then. */
    private static boolean isAway(KubernetesClientException e) {
        return e.getCode() <= 0 || e.getCode() == 429 || e.getCode() >= 500;
    }

    private void pause(KubernetesClientException why) {
        LOG.debug("The API server does not answer; tried again in {}", PAUSE, why);
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    /** What still waits for the API server gives up. */
    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
    }
}
