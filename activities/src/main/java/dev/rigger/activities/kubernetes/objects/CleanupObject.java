package dev.rigger.activities.kubernetes.objects;

import static dev.rigger.activities.kubernetes.objects.PodParts.env;
import static dev.rigger.activities.kubernetes.objects.PodParts.hostPath;
import static dev.rigger.activities.kubernetes.objects.PodParts.mount;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The Job that cleans one server's model cache. It runs our own script in the image's shell: the reference's program does not
 * know chutes by id, so it could remove what a running one uses, and it leaves no report. It is told by arguments what to
 * do: trusted VMs refuse containers with environment variables that are not on their list.
 */
public final class CleanupObject {
    static final String SCRIPT = script();
    private static final String REPORT = "/dev/termination-log";
    /** Trusted VMs let no container run without limits; requests beyond these would need room that chutes pay for. */
    private static final Map<String, Quantity> LIMITS =
            new TreeMap<>(Map.of("cpu", new Quantity("1"), "memory", new Quantity("1Gi")));

    private static final Map<String, Quantity> REQUESTS =
            new TreeMap<>(Map.of("cpu", new Quantity("100m"), "memory", new Quantity("64Mi")));

    private CleanupObject() {}

    /**
     * A Job that cleans the model cache of one server and leaves its report as the container's termination message.
     *
     * @param keep chute ids whose caches are in use
     */
    public static Job of(
            String name,
            String image,
            String serverName,
            String nodeName,
            Duration maxAge,
            long maxSizeGib,
            List<String> keep,
            Duration timeout) {
        long days = Math.ceilDiv(maxAge.toHours(), 24);
        Container cleaner = new ContainerBuilder()
                .withName("cache-cleanup")
                .withImage(image)
                .withImagePullPolicy("Always")
                .withCommand(
                        "/bin/sh",
                        "-c",
                        SCRIPT,
                        "clean-cache",
                        REPORT,
                        Long.toString(days),
                        Long.toString(maxSizeGib),
                        String.join(",", keep))
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withNewSecurityContext()
                .withRunAsUser(0L)
                .withRunAsGroup(0L)
                .endSecurityContext()
                .withEnv(env("HF_HOME", "/cache"))
                .withNewResources()
                .withRequests(REQUESTS)
                .withLimits(LIMITS)
                .endResources()
                .withVolumeMounts(mount("raw-cache", "/cache"))
                .build();
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("rigger/cache-cleanup", "true");
        labels.put("rigger/server", serverName);
        return new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .withActiveDeadlineSeconds(Math.max(1, timeout.toSeconds()))
                .withTtlSecondsAfterFinished(PodParts.TTL_SECONDS)
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withNodeName(nodeName)
                .withVolumes(hostPath("raw-cache", PodParts.CACHE_ROOT))
                .withContainers(cleaner)
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private static String script() {
        try (InputStream resource = CleanupObject.class.getResourceAsStream("clean-cache.sh")) {
            return new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
