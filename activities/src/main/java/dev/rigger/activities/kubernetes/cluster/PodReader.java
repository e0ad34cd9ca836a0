package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.activities.kubernetes.objects.WorkloadNames;
import dev.rigger.workflows.deployment.PodSighting;
import dev.rigger.workflows.deployment.PodSighting.State;
import dev.rigger.workflows.deployment.Reason;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads Jobs and pods into sightings. */
final class PodReader {
    private PodReader() {}

    /** The newest pod tells; without one, the Job. */
    static PodSighting sighting(@Nullable Job job, Collection<Pod> pods) {
        Optional<Pod> newest = newest(pods);
        if (newest.isPresent()) {
            return sighting(newest.get());
        }
        return job == null ? new PodSighting(State.ABSENT, null) : withoutPod(job);
    }

    static PodSighting sighting(Pod pod) {
        String phase = Objects.requireNonNullElse(pod.getStatus().getPhase(), "Pending");
        return switch (phase) {
            case "Running" -> running(pod);
            case "Succeeded" -> seen(State.SUCCEEDED, new Trouble(null, ending(pod)));
            case "Failed" -> seen(State.FAILED, Trouble.ofFailed(pod));
            // The node lost touch: the pod may well run, so its GPUs are taken.
            case "Unknown" -> new PodSighting(State.RUNNING, "Unknown", Reason.NODE_NOT_READY);
            default -> seen(State.PENDING, Trouble.ofWaiting(pod));
        };
    }

    /** A Job that has made no pod so far, and is not told to go. */
    static boolean awaitsPod(Job job) {
        return withoutPod(job).equals(new PodSighting(State.PENDING, null));
    }

    /** What the last container to end left as its message. */
    static Optional<String> terminationMessage(Collection<Pod> pods) {
        return newest(pods).flatMap(Trouble::terminated).map(ContainerStateTerminated::getMessage);
    }

    private static PodSighting running(Pod pod) {
        String labelled = Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.<String, String>of())
                .get(WorkloadNames.DEPLOYMENT_ID);
        Optional<String> owner = ChuteList.deploymentOf(pod);
        if (owner.isPresent() && !owner.get().equals(labelled)) {
            return new PodSighting(
                    State.RUNNING,
                    "its label " + WorkloadNames.DEPLOYMENT_ID + " is " + labelled + " and should be " + owner.get(),
                    Reason.LABELS_EDITED);
        }
        return new PodSighting(State.RUNNING, isDeleting(pod) ? "terminating" : null);
    }

    private static PodSighting seen(State state, Trouble trouble) {
        return new PodSighting(state, trouble.words(), trouble.why());
    }

    private static Optional<Pod> newest(Collection<Pod> pods) {
        return pods.stream()
                .max(Comparator.comparing((Pod pod) -> !isDeleting(pod))
                        .thenComparing(pod -> pod.getMetadata().getCreationTimestamp()));
    }

    private static PodSighting withoutPod(Job job) {
        var status = job.getStatus();
        if (status != null && Objects.requireNonNullElse(status.getFailed(), 0) > 0) {
            return new PodSighting(State.FAILED, "the Job failed and its pod is gone", Reason.WORKLOAD_DISAPPEARED);
        }
        if (status != null && Objects.requireNonNullElse(status.getSucceeded(), 0) > 0) {
            return new PodSighting(State.SUCCEEDED, null);
        }
        return new PodSighting(State.PENDING, isDeleting(job) ? "terminating" : null);
    }

    private static @Nullable String ending(Pod pod) {
        String reason = pod.getStatus().getReason();
        return reason != null
                ? reason
                : Trouble.terminated(pod)
                        .map(end -> "exit code " + end.getExitCode())
                        .orElse(null);
    }

    private static boolean isDeleting(HasMetadata object) {
        return object.getMetadata().getDeletionTimestamp() != null;
    }
}
