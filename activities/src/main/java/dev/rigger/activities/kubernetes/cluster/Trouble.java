package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.workflows.deployment.Reason;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a pod: a stable code, and the cluster's own words. The words that it is read from are reasons which
 * kubelets, controllers and the scheduler give to containers, pods and their conditions.
 *
 * @param why null where nothing is wrong, or nothing that has a code
 */
record Trouble(@Nullable Reason why, @Nullable String words) {
    private static final Trouble NONE = new Trouble(null, null);
    private static final Set<String> PULLS = Set.of(
            "ErrImagePull",
            "ImagePullBackOff",
            "InvalidImageName",
            "ErrImageNeverPull",
            "RegistryUnavailable",
            "SignatureValidationFailed");
    private static final Set<String> SHUTDOWNS =
            Set.of("Evicted", "Terminated", "NodeShutdown", "Shutdown", "Preempting");
    private static final Set<String> TURNED_AWAY =
            Set.of("NodeAffinity", "UnexpectedAdmissionError", "UnsupportedPodSpec", "AppArmor", "SysctlForbidden");

    /** Why a pod that waits does not start. */
    static Trouble ofWaiting(Pod pod) {
        List<ContainerStateWaiting> waiting = states(pod)
                .map(ContainerState::getWaiting)
                .filter(Objects::nonNull)
                .filter(wait -> wait.getReason() != null)
                .toList();
        Optional<Trouble> pull = waiting.stream()
                .filter(wait -> PULLS.contains(wait.getReason()))
                .findFirst()
                .map(wait -> new Trouble(Reason.IMAGE_PULL_FAILED, wait.getReason()));
        return pull.or(() -> unscheduled(pod))
                .or(() -> waiting.stream().findFirst().map(wait -> new Trouble(null, wait.getReason())))
                .orElse(NONE);
    }

    /** Why a pod ended that did not end well. */
    static Trouble ofFailed(Pod pod) {
        Optional<Trouble> disrupted = condition(pod, "DisruptionTarget", "True")
                .map(condition -> new Trouble(
                        "DeletionByPodGC".equals(condition.getReason()) ? Reason.NODE_GONE : Reason.POD_EVICTED,
                        condition.getReason()));
        String reason = pod.getStatus().getReason();
        return disrupted.orElseGet(() -> reason != null ? ofReason(reason) : ofContainers(pod));
    }

    private static Trouble ofReason(String reason) {
        if (SHUTDOWNS.contains(reason)) {
            return new Trouble(Reason.POD_EVICTED, reason);
        }
        if (reason.equals("NodeLost")) {
            return new Trouble(Reason.NODE_GONE, reason);
        }
        boolean turnedAway = reason.startsWith("OutOf") || TURNED_AWAY.contains(reason);
        return new Trouble(turnedAway ? Reason.NODE_REFUSED_POD : Reason.POD_FAILED, reason);
    }

    private static Trouble ofContainers(Pod pod) {
        return terminated(pod)
                .map(end -> "OOMKilled".equals(end.getReason())
                        ? new Trouble(Reason.POD_OUT_OF_MEMORY, "OOMKilled, exit code " + end.getExitCode())
                        : new Trouble(Reason.POD_FAILED, "exit code " + end.getExitCode()))
                .orElse(new Trouble(Reason.POD_FAILED, null));
    }

    private static Optional<Trouble> unscheduled(Pod pod) {
        return condition(pod, "PodScheduled", "False")
                .map(condition -> new Trouble(
                        Reason.POD_UNSCHEDULABLE,
                        Objects.requireNonNullElse(condition.getMessage(), condition.getReason())));
    }

    /** How the pod's container ended; how one before it did, where it never began. */
    static Optional<ContainerStateTerminated> terminated(Pod pod) {
        return terminated(pod.getStatus().getContainerStatuses())
                .or(() -> terminated(pod.getStatus().getInitContainerStatuses()));
    }

    private static Optional<ContainerStateTerminated> terminated(@Nullable List<ContainerStatus> statuses) {
        return states(statuses)
                .map(ContainerState::getTerminated)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static Stream<ContainerState> states(Pod pod) {
        return Stream.concat(
                states(pod.getStatus().getInitContainerStatuses()),
                states(pod.getStatus().getContainerStatuses()));
    }

    private static Stream<ContainerState> states(@Nullable List<ContainerStatus> statuses) {
        return Objects.requireNonNullElse(statuses, List.<ContainerStatus>of()).stream()
                .map(ContainerStatus::getState)
                .filter(Objects::nonNull);
    }

    private static Optional<PodCondition> condition(Pod pod, String type, String status) {
        return Objects.requireNonNullElse(pod.getStatus().getConditions(), List.<PodCondition>of()).stream()
                .filter(condition -> type.equals(condition.getType()) && status.equals(condition.getStatus()))
                .findFirst();
    }
}
