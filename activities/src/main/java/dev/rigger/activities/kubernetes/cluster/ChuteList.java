package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.activities.kubernetes.objects.WorkloadNames;
import dev.rigger.workflows.deployment.PodSighting;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Brings lists of Jobs and pods together by deployment. */
final class ChuteList {
    private ChuteList() {}

    /** @param waiting what keeps a Job from making its pod */
    static List<Cluster.ChuteSighting> of(
            Collection<Job> jobs, Collection<Pod> pods, Function<Job, Optional<PodSighting>> waiting) {
        Map<String, Job> jobOf = new HashMap<>();
        jobs.forEach(job -> deploymentOf(job).ifPresent(id -> jobOf.put(id, job)));
        Map<String, List<Pod>> podsOf = pods.stream()
                .filter(pod -> deploymentOf(pod).isPresent())
                .collect(Collectors.groupingBy(pod -> deploymentOf(pod).orElseThrow()));
        TreeSet<String> all = new TreeSet<>(jobOf.keySet());
        all.addAll(podsOf.keySet());
        return all.stream()
                .map(id -> sighting(id, jobOf.get(id), podsOf.getOrDefault(id, List.of()), waiting))
                .toList();
    }

    static Cluster.ChuteSighting sighting(
            String id, @Nullable Job job, List<Pod> pods, Function<Job, Optional<PodSighting>> waiting) {
        PodSighting seen = PodReader.sighting(job, pods);
        String node = pods.stream()
                .map(Pod::getSpec)
                .filter(Objects::nonNull)
                .map(PodSpec::getNodeName)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return new Cluster.ChuteSighting(
                id, job != null && pods.isEmpty() ? waiting.apply(job).orElse(seen) : seen, node);
    }

    /** By the name of the Job, which nobody can edit; by the label of whatever belongs to no Job of ours. */
    static Optional<String> deploymentOf(HasMetadata object) {
        Optional<String> job = object instanceof Job
                ? Optional.of(object.getMetadata().getName())
                : object.getMetadata().getOwnerReferences().stream()
                        .filter(owner -> owner.getKind().equals("Job"))
                        .map(OwnerReference::getName)
                        .findFirst();
        return job.flatMap(WorkloadNames::deploymentOfJob)
                .or(() -> Optional.ofNullable(object.getMetadata().getLabels())
                        .map(labels -> labels.get(WorkloadNames.DEPLOYMENT_ID)));
    }
}
