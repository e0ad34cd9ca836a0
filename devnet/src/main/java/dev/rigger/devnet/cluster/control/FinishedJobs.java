package dev.rigger.devnet.cluster.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.cluster.store.ApiRefusal;
import dev.rigger.devnet.cluster.store.Change;
import dev.rigger.devnet.cluster.store.Deletion;
import dev.rigger.devnet.cluster.store.Kind;
import dev.rigger.devnet.cluster.store.ObjectStore;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes a Job {@code ttlSecondsAfterFinished} after it ended. */
public final class FinishedJobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FinishedJobs.class);

    private final ObjectStore store;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("finished-jobs").factory());

    public FinishedJobs(ObjectStore store) {
        this.store = store;
    }

    public void attend(Change change) {
        JsonNode job = change.object();
        JsonNode before = change.before();
        JsonNode ttl = job.at("/spec/ttlSecondsAfterFinished");
        boolean justFinished = JobController.isFinished(job) && (before == null || !JobController.isFinished(before));
        if (change.type() != Change.Type.DELETED && justFinished && ttl.isNumber()) {
            Duration wait = Duration.ofSeconds(ttl.asLong());
            var unused = timer.schedule(() -> delete(job), wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void delete(JsonNode job) {
        Deletion thisVeryJob = new Deletion(Deletion.Propagation.BACKGROUND, null, ObjectStore.uidOf(job), null);
        try {
            store.delete(Kind.JOB, ObjectStore.namespaceOf(job), ObjectStore.nameOf(job), thisVeryJob);
        } catch (ApiRefusal alreadyGone) {
            LOG.debug("{} is gone already", ObjectStore.nameOf(job));
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
