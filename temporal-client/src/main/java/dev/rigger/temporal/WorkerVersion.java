package dev.rigger.temporal;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.SetWorkerDeploymentCurrentVersionRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this process's worker version current, where {@code TEMPORAL_WORKER_BUILD_ID} switches versioning on. A versioned
 * worker whose version nobody makes current gets no work.
 */
public final class WorkerVersion {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerVersion.class);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);

    private final TemporalConnection connection;
    private final InstantSource clock;

    public WorkerVersion(TemporalConnection connection, InstantSource clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /**
     * Call it once the workers have started; it waits until the server has seen their pollers. Does nothing where
     * versioning is off. Making a version current that already is changes nothing.
     *
     * @throws TemporalUnreachable when the server has not seen the pollers after {@code patience}
     */
    public void makeCurrent(Duration patience) {
        String buildId = connection.settings().workerBuildId();
        if (buildId == null) {
            return;
        }
        var deadline = clock.instant().plus(patience);
        while (true) {
            try {
                connection
                        .service()
                        .blockingStub()
                        .setWorkerDeploymentCurrentVersion(SetWorkerDeploymentCurrentVersionRequest.newBuilder()
                                .setNamespace(connection.settings().namespace())
                                .setDeploymentName(WorkerShape.DEPLOYMENT)
                                .setBuildId(buildId)
                                .setIdentity(connection.client().getOptions().getIdentity())
                                .build());
                LOG.info("worker version {} is current", buildId);
                return;
            } catch (StatusRuntimeException notYet) {
                if (!isNotYet(notYet) || clock.instant().isAfter(deadline)) {
                    throw new TemporalUnreachable(connection.settings().address(), patience, notYet);
                }
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            }
        }
    }

    /** The server learns of a version by its pollers' first polls, and says so in one of these ways until then. */
    private static boolean isNotYet(StatusRuntimeException failure) {
        Status.Code code = failure.getStatus().getCode();
        return code == Status.Code.NOT_FOUND
                || code == Status.Code.FAILED_PRECONDITION
                || code == Status.Code.UNAVAILABLE;
    }
}
