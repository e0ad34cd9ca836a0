package dev.rigger.activities.kubernetes;

import dev.rigger.activities.kubernetes.cluster.Cluster;
import dev.rigger.activities.kubernetes.objects.BootstrapObject;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.catalogue.GpuCatalogue;
import dev.rigger.gpv1.catalogue.GpuMismatch;
import dev.rigger.gpv1.host.HostFailure;
import dev.rigger.gpv1.host.HostPort;
import dev.rigger.workflows.deployment.PodSighting;
import dev.rigger.workflows.deployment.PodSighting.State;
import dev.rigger.workflows.proof.BootstrapActivities.BootstrapDevices;
import dev.rigger.workflows.proof.BootstrapActivities.BootstrapOrder;
import dev.rigger.workflows.proof.BootstrapActivities.BootstrapRefusal;
import dev.rigger.workflows.proof.DeviceReport;
import dev.rigger.workflows.proof.DeviceReport.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Whether a bootstrap server answers by now, and which GPUs it has. */
final class BootstrapLook {
    /** For a server that answers already, and does not tell its GPUs. */
    private static final int TRIES = 5;

    private final Cluster cluster;
    private final HostPort port;
    private final BootstrapOrder order;
    private final int nodePort;
    private final GpuCatalogue catalogue;
    private final String job;
    private int triesLeft = TRIES;
    private String words = "its Job was just created";

    BootstrapLook(Cluster cluster, HostPort port, BootstrapOrder order, int nodePort, GpuCatalogue catalogue) {
        this.cluster = cluster;
        this.port = port;
        this.order = order;
        this.nodePort = nodePort;
        this.catalogue = catalogue;
        this.job = BootstrapObject.jobName(order.serverName());
    }

    /** What it waits for, as far as was seen. */
    String words() {
        return words;
    }

    /**
     * Empty as long as it may still come.
     *
     * @param last whether no later look is taken
     */
    Optional<BootstrapDevices> take(boolean last) {
        Optional<Cluster.JobSighting> seen = cluster.job(job);
        if (seen.isEmpty()) {
            return refused(
                    "GRAVAL_SERVER_GONE",
                    "somebody deleted its Job " + job,
                    "Let the Job alone until the onboarding is over.");
        }
        PodSighting pod = seen.get().pod();
        if (pod.state() == State.FAILED || pod.state() == State.SUCCEEDED) {
            return refused(
                    "GRAVAL_SERVER_ENDED",
                    "its bootstrap server ended: " + Objects.requireNonNullElse(pod.detail(), "no reason given"),
                    "Look at kubectl logs and kubectl describe of the pods with label job-name=" + job + ".");
        }
        Optional<BootstrapDevices> answer = pod.state() == State.RUNNING ? asked() : notRunning(pod);
        return answer.isEmpty() && last ? neverReady() : answer;
    }

    private Optional<BootstrapDevices> notRunning(PodSighting pod) {
        words = "its pod does not run: " + Objects.requireNonNullElse(pod.detail(), "no reason given");
        return Optional.empty();
    }

    private Optional<BootstrapDevices> asked() {
        try {
            port.ping();
        } catch (HostFailure notYet) {
            words = notYet.what();
            return Optional.empty();
        }
        try {
            return Optional.of(compared(port.devices()));
        } catch (HostFailure untold) {
            words = untold.what();
            return --triesLeft > 0 ? Optional.empty() : untold(untold);
        }
    }

    /** A type that is newer than the catalogue is left to the validator. */
    private BootstrapDevices compared(List<GpuIdentity> gpus) {
        if (catalogue.byShortRef(order.gpuShortRef()).isPresent()) {
            Optional<GpuMismatch> mismatch = gpus.stream()
                    .flatMap(gpu -> catalogue.mismatch(gpu, order.gpuShortRef()).stream())
                    .findFirst();
            if (mismatch.isPresent()) {
                return refusal(
                        mismatch.get().code().name(),
                        mismatch.get().what(),
                        "Add it with the right --gpu-short-ref, or check its hardware.");
            }
        }
        List<Device> devices = new ArrayList<>();
        for (GpuIdentity gpu : gpus) {
            devices.add(new Device(
                    devices.size(),
                    gpu.uuid(),
                    gpu.name(),
                    gpu.memoryBytes(),
                    gpu.processors(),
                    gpu.clockKhz(),
                    gpu.maxThreadsPerProcessor()));
        }
        return new BootstrapDevices(
                new DeviceReport(order.serverName(), order.address(), nodePort, "graval", List.copyOf(devices)), null);
    }

    private Optional<BootstrapDevices> untold(HostFailure failure) {
        return failure.code() == HostFailure.Code.UNAUTHORIZED
                ? refused(
                        "GRAVAL_UNAUTHORIZED",
                        "its bootstrap server does not admit the miner's signature: " + failure.what(),
                        "Check the clocks of the control plane and of " + order.serverName() + ".")
                : refused(
                        "GRAVAL_DEVICES_UNTOLD",
                        "its bootstrap server does not tell its GPUs: " + failure.what(),
                        "Look at kubectl logs of the pod with label job-name=" + job + " and at nvidia-smi.");
    }

    private Optional<BootstrapDevices> neverReady() {
        return refused(
                "GRAVAL_NEVER_READY",
                "its bootstrap server did not answer at " + order.address() + ":" + nodePort + " in time: " + words,
                "See that the image can be pulled, that pods start on " + order.serverName() + " and that port "
                        + nodePort + " is reachable from the control plane; GRAVAL_BOOTSTRAP_TIMEOUT gives it longer.");
    }

    private static Optional<BootstrapDevices> refused(String code, String what, String next) {
        return Optional.of(refusal(code, what, next));
    }

    private static BootstrapDevices refusal(String code, String what, String next) {
        return new BootstrapDevices(null, new BootstrapRefusal(code, what, next));
    }
}
