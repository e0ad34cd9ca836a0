package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.workflows.deployment.PodSighting;
import dev.rigger.workflows.deployment.PodSighting.State;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
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
            case "Running" -> new PodSighting(State.RUNNING, isDeleting(pod) ? "terminating" : null);
            case "Succeeded" -> new PodSighting(State.SUCCEEDED, ending(pod));
            case "Failed" -> new PodSighting(State.FAILED, ending(pod));
            // The node lost touch: the pod may well run, so its GPUs are taken.
            case "Unknown" -> new PodSighting(State.RUNNING, "Unknown");
            default -> new PodSighting(State.PENDING, waiting(pod));
        };
    }

    /** What the last container to end left as its message. */
    static Optional<String> terminationMessage(Collection<Pod> pods) {
        return newest(pods)
                .flatMap(pod -> terminated(pod.getStatus().getContainerStatuses()))
                .map(ContainerStateTerminated::getMessage);
    }

    private static Optional<Pod> newest(Collection<Pod> pods) {
        return pods.stream()
                .max(Comparator.comparing((Pod pod) -> !isDeleting(pod))
                        .thenComparing(pod -> pod.getMetadata().getCreationTimestamp()));
    }

    private static PodSighting withoutPod(Job job) {
        var status = job.getStatus();
        if (status != null && Objects.requireNonNullElse(status.getFailed(), 0) > 0) {
            return new PodSighting(State.FAILED, "the Job failed and its pod is gone");
        }
        if (status != null && Objects.requireNonNullElse(status.getSucceeded(), 0) > 0) {
            return new PodSighting(State.SUCCEEDED, null);
        }
        return new PodSighting(State.PENDING, isDeleting(job) ? "terminating" : null);
    }

    private static @Nullable String waiting(Pod pod) {
        return statuses(pod)
                .map(ContainerStatus::getState)
                .filter(Objects::nonNull)
                .map(ContainerState::getWaiting)
                .filter(Objects::nonNull)
                .map(waiting -> waiting.getReason())
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String ending(Pod pod) {
        String reason = pod.getStatus().getReason();
        if (reason != null) {
            return reason;
        }
        return terminated(pod.getStatus().getContainerStatuses())
                .or(() -> terminated(pod.getStatus().getInitContainerStatuses()))
                .map(PodReader::inWords)
                .orElse(null);
    }

    private static String inWords(ContainerStateTerminated end) {
        String code = "exit code " + end.getExitCode();
        return "OOMKilled".equals(end.getReason()) ? "OOMKilled, " + code : code;
    }

    private static Optional<ContainerStateTerminated> terminated(@Nullable List<ContainerStatus> statuses) {
        return Objects.requireNonNullElse(statuses, List.<ContainerStatus>of()).stream()
                .map(ContainerStatus::getState)
                .filter(Objects::nonNull)
                .map(ContainerState::getTerminated)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static Stream<ContainerStatus> statuses(Pod pod) {
        return Stream.of(
                        pod.getStatus().getInitContainerStatuses(),
                        pod.getStatus().getContainerStatuses())
                .filter(Objects::nonNull)
                .flatMap(List::stream);
    }

    private static boolean isDeleting(HasMetadata object) {
        return object.getMetadata().getDeletionTimestamp() != null;
    }
}
