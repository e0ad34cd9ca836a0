package dev.rigger.devnet.cluster.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.cluster.faults.Incident;
import dev.rigger.devnet.cluster.faults.Incidents;
import dev.rigger.devnet.cluster.store.Change;
import dev.rigger.devnet.cluster.store.DeletionMarks;
import dev.rigger.devnet.cluster.store.Kind;
import dev.rigger.devnet.cluster.store.ObjectStore;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Makes a Job's pod and keeps its status. A pod that disappears, or is deleted, counts as failed; with a back-off limit
 * of 0 that is the end of the Job.
 */
public final class JobController {
    private final ObjectStore store;
    private final Incidents incidents;
    private final InstantSource clock;

    public JobController(ObjectStore store, Incidents incidents, InstantSource clock) {
        this.store = store;
        this.incidents = incidents;
        this.clock = clock;
    }

    public void attend(Change change) {
        if (change.kind() == Kind.POD) {
            Owners.jobOf(store, change.object()).ifPresent(this::reconcile);
            return;
        }
        if (change.type() == Change.Type.ADDED) {
            lookForTwin(change.object());
        }
        store.find(Kind.JOB, ObjectStore.namespaceOf(change.object()), ObjectStore.nameOf(change.object()))
                .ifPresent(this::reconcile);
    }

    static boolean isFinished(JsonNode job) {
        for (JsonNode condition : job.at("/status/conditions")) {
            String type = condition.path("type").asText();
            if (type.equals("Complete") || type.equals("Failed")) {
                return true;
            }
        }
        return false;
    }

    private void reconcile(ObjectNode job) {
        if (isFinished(job) || DeletionMarks.isDeleting(job)) {
            return;
        }
        List<ObjectNode> pods = Owners.podsOf(store, job);
        long succeeded = count(pods, "Succeeded");
        long active = pods.stream().filter(JobController::isActive).count();
        boolean lost = job.at("/status/active").asInt() > 0 && pods.isEmpty();
        long failed = Math.max(job.at("/status/failed").asLong() + (lost ? 1 : 0), pods.size() - succeeded - active);
        if (active == 0
                && succeeded == 0
                && failed <= job.at("/spec/backoffLimit").asInt(6)) {
            createPod(job);
            active = 1;
        }
        writeStatus(job, active, succeeded, failed, pods);
    }

    private void writeStatus(ObjectNode job, long active, long succeeded, long failed, List<ObjectNode> pods) {
        store.update(Kind.JOB, ObjectStore.namespaceOf(job), ObjectStore.nameOf(job), edited -> {
            ObjectNode status = edited.withObject("/status");
            if (!status.has("startTime")) {
                status.put("startTime", now());
            }
            status.put("active", active)
                    .put("ready", pods.stream().filter(JobController::isReady).count());
            status.put("succeeded", succeeded).put("failed", failed);
            if (succeeded > 0) {
                status.put("completionTime", now());
                condition(status, "Complete", "CompletionsReached");
            } else if (failed > edited.at("/spec/backoffLimit").asInt(6)) {
                condition(status, "Failed", "BackoffLimitExceeded");
            }
        });
    }

    private void createPod(ObjectNode job) {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.set("spec", job.at("/spec/template/spec").deepCopy());
        JsonNode template = job.at("/spec/template/metadata");
        if (template.isObject()) {
            pod.set("metadata", template.deepCopy());
        }
        ObjectNode metadata = pod.withObject("/metadata");
        metadata.put("generateName", ObjectStore.nameOf(job) + "-");
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", Kind.JOB.apiVersion())
                .put("kind", Kind.JOB.typeName())
                .put("name", ObjectStore.nameOf(job))
                .put("uid", ObjectStore.uidOf(job))
                .put("controller", true)
                .put("blockOwnerDeletion", true);
        store.create(Kind.POD, ObjectStore.namespaceOf(job), pod);
    }

    private void lookForTwin(ObjectNode job) {
        String deployment =
                job.at("/metadata/labels").path("chutes/deployment-id").asText("");
        if (deployment.isEmpty()) {
            return;
        }
        int jobs = store.jobsOf(deployment).size();
        if (jobs > 1) {
            incidents.record(Incident.Code.DEPLOYMENT_DOUBLED, "deployment " + deployment + " has " + jobs + " Jobs");
        }
    }

    private static long count(List<ObjectNode> pods, String phase) {
        return pods.stream()
                .filter(pod -> pod.at("/status/phase").asText().equals(phase))
                .count();
    }

    private static boolean isActive(JsonNode pod) {
        String phase = pod.at("/status/phase").asText();
        return !phase.equals("Succeeded") && !phase.equals("Failed") && !DeletionMarks.isDeleting(pod);
    }

    private static boolean isReady(JsonNode pod) {
        return isActive(pod) && pod.at("/status/containerStatuses/0/ready").asBoolean();
    }

    private void condition(ObjectNode status, String type, String reason) {
        status.put("active", 0).put("ready", 0);
        status.putArray("conditions")
                .addObject()
                .put("type", type)
                .put("status", "True")
                .put("reason", reason)
                .put("lastTransitionTime", now());
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
