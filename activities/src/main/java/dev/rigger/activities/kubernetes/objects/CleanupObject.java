package dev.rigger.activities.kubernetes.objects;

import static dev.rigger.activities.kubernetes.objects.PodParts.env;
import static dev.rigger.activities.kubernetes.objects.PodParts.hostPath;
import static dev.rigger.activities.kubernetes.objects.PodParts.mount;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
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

/**
 * The Job that cleans one server's model cache. It runs our own script in the image's shell: the reference's program does not
 * know chutes by id, so it could remove what a running one uses, and it leaves no report.
 */
public final class CleanupObject {
    static final String SCRIPT = script();
    private static final String REPORT = "/dev/termination-log";

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
            Duration maxAge,
            long maxSizeGib,
            List<String> keep,
            Duration timeout) {
        long days = Math.ceilDiv(maxAge.toHours(), 24);
        Container cleaner = new ContainerBuilder()
                .withName("cache-cleanup")
                .withImage(image)
                .withImagePullPolicy("Always")
                .withCommand("/bin/sh", "-c", SCRIPT, "clean-cache", REPORT)
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withNewSecurityContext()
                .withRunAsUser(0L)
                .withRunAsGroup(0L)
                .endSecurityContext()
                .withEnv(
                        env("CLEANUP_EXCLUDE", String.join(",", keep)),
                        env("HF_HOME", "/cache"),
                        env("CIVITAI_HOME", "/cache/civitai"),
                        env("CACHE_MAX_AGE_DAYS", Long.toString(days)),
                        env("CACHE_MAX_SIZE_GB", Long.toString(maxSizeGib)))
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
                .withNodeName(serverName)
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
