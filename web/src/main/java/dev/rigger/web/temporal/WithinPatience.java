package dev.rigger.web.temporal;

import dev.rigger.web.answers.Refused;
import dev.rigger.web.answers.WebRole;
import io.grpc.StatusRuntimeException;
import io.micronaut.http.HttpStatus;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls of Temporal that a caller of ours waits for. The SDK waits for a worker for as long as it takes; a caller over HTTP
 * is told that it takes long.
 */
@WebRole
@Singleton
public final class WithinPatience {
    private static final Logger LOG = LoggerFactory.getLogger(WithinPatience.class);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param workflowId whose answer it is, for the message
     * @throws Refused 503 when Temporal is away, or no answer came in time
     */
    public <T> T call(String workflowId, Duration patience, Callable<T> call) {
        Future<T> answer = threads.submit(call);
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            answer.cancel(true);
            throw new Refused(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "Workflow " + workflowId + " has not answered within " + patience.toSeconds() + " s.",
                    "WORKFLOW_NOT_ANSWERING",
                    "Check that Temporal and a worker run; what was asked for may still happen, and may be asked again.");
        } catch (InterruptedException stopping) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new Refused(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "This process is stopping.",
                    "STOPPING",
                    "Send the request again; another process answers it.");
        } catch (ExecutionException failed) {
            throw translated(workflowId, failed);
        }
    }

    private static RuntimeException translated(String workflowId, ExecutionException failed) {
        Throwable failure = Objects.requireNonNullElse(failed.getCause(), failed);
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StatusRuntimeException grpc && isAway(grpc)) {
                LOG.warn("Temporal is away; {} could not be asked", workflowId, failure);
                return new Refused(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "Temporal is not reachable, so " + workflowId + " could not be asked.",
                        "TEMPORAL_UNREACHABLE",
                        "Nothing was changed, as far as is known here; try again when /health says that it is back.");
            }
        }
        return failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
    }

    private static boolean isAway(StatusRuntimeException failure) {
        return switch (failure.getStatus().getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED -> true;
            default -> false;
        };
    }

    @PreDestroy
    void close() {
        threads.shutdownNow();
    }
}
