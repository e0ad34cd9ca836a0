package dev.rigger.activities.kubernetes;

import dev.rigger.activities.kubernetes.cluster.Cluster;
import dev.rigger.activities.kubernetes.cluster.ClusterFailure;
import dev.rigger.activities.kubernetes.cluster.Clusters;
import dev.rigger.activities.kubernetes.objects.BootstrapObject;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.catalogue.GpuCatalogue;
import dev.rigger.gpv1.catalogue.GpuClass;
import dev.rigger.gpv1.host.HostPort;
import dev.rigger.gpv1.host.HostSigner;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.settings.BootstrapSettings;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.settings.MinerSettings;
import dev.rigger.workflows.proof.BootstrapActivities;
import io.micronaut.context.annotation.Requires;
import io.temporal.activity.Activity;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Starts GraVal's bootstrap server on a node, asks it for its GPUs with the miner's signature, and takes it away. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class BootstrapServers implements BootstrapActivities {
    private final Clusters clusters;
    private final BootstrapSettings settings;
    private final BootstrapObject objects;
    private final HostSigner signer;
    private final InstantSource clock;
    private final GpuCatalogue catalogue = GpuCatalogue.shipped();

    public BootstrapServers(
            Clusters clusters,
            KubernetesSettings kubernetes,
            BootstrapSettings settings,
            MinerSettings miner,
            RequestSigner signer,
            InstantSource clock) {
        this.clusters = clusters;
        this.settings = settings;
        this.objects = new BootstrapObject(kubernetes, settings, miner.ss58());
        this.signer = signedAs(miner.ss58(), signer);
        this.clock = clock;
    }

    @Override
    public BootstrapStart startServer(BootstrapOrder order) {
        boolean amd = catalogue
                .byShortRef(order.gpuShortRef())
                .filter(GpuClass::isAmd)
                .isPresent();
        if (objects.image(amd).isEmpty()) {
            String key = amd ? "GRAVAL_BOOTSTRAP_IMAGE_ROCM" : "GRAVAL_BOOTSTRAP_IMAGE";
            return new BootstrapStart(
                    0,
                    settings.timeout(),
                    new BootstrapRefusal(
                            "GRAVAL_IMAGE_UNSET",
                            key + " is empty, so there is no image to start on it",
                            "Set " + key + ", or remove the label rigger/proof=graval."));
        }
        int nodePort =
                orRetry(() -> cluster(order).startServed(objects.job(order, amd), BootstrapObject.service(order)));
        return new BootstrapStart(nodePort, settings.timeout(), null);
    }

    @Override
    public BootstrapDevices awaitDevices(BootstrapOrder order, int nodePort) {
        // Counted from when it was first asked for: whoever takes over from a worker that died waits no longer than it.
        Instant end = Instant.ofEpochMilli(
                        Activity.getExecutionContext().getInfo().getScheduledTimestamp())
                .plus(settings.timeout());
        Cluster cluster = orRetry(() -> cluster(order));
        try (HostPort port = new HostPort(order.address(), nodePort, signer, ProofWatch.NONE)) {
            BootstrapLook look = new BootstrapLook(cluster, port, order, nodePort, catalogue);
            return new PatientLook("bootstrap server of " + order.serverName())
                    .until(
                            () -> orRetry(() -> look.take(!clock.instant().isBefore(end))),
                            Optional::isPresent,
                            unready -> look.words())
                    .orElseThrow();
        }
    }

    @Override
    public void removeServer(BootstrapOrder order) {
        Cluster cluster = orRetry(() -> cluster(order));
        String job = BootstrapObject.jobName(order.serverName());
        orRetry(() -> {
            cluster.deleteJob(job);
            cluster.deleteService(BootstrapObject.serviceName(order.serverName()));
            return true;
        });
        // A Job that is deleted in the foreground is there until its pod is not.
        var gone = new PatientLook("end of " + job)
                .until(() -> orRetry(() -> cluster.job(job)), Optional::isEmpty, there -> "its pod ends");
    }

    private Cluster cluster(BootstrapOrder order) {
        return clusters.ofNode(order.serverName());
    }

    private static <T> T orRetry(Supplier<T> call) {
        try {
            return call.get();
        } catch (ClusterFailure failure) {
            throw Retryable.of(failure);
        }
    }

    private static HostSigner signedAs(String miner, RequestSigner signer) {
        return HostSigner.of(
                body -> signer.managementForBody(miner, body), () -> signer.managementForPurpose(miner, "graval"));
    }
}
