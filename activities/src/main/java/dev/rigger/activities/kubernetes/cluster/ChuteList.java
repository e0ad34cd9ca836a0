package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.activities.kubernetes.objects.WorkloadNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Brings lists of Jobs and pods together by deployment. */
final class ChuteList {
    private ChuteList() {}

    static List<Cluster.ChuteSighting> of(Collection<Job> jobs, Collection<Pod> pods) {
        Map<String, Job> jobOf = new HashMap<>();
        jobs.forEach(job -> deploymentOf(job).ifPresent(id -> jobOf.put(id, job)));
        Map<String, List<Pod>> podsOf = pods.stream()
                .filter(pod -> deploymentOf(pod).isPresent())
                .collect(Collectors.groupingBy(pod -> deploymentOf(pod).orElseThrow()));
        TreeSet<String> all = new TreeSet<>(jobOf.keySet());
        all.addAll(podsOf.keySet());
        return all.stream()
                .map(id -> new Cluster.ChuteSighting(
                        id, PodReader.sighting(jobOf.get(id), podsOf.getOrDefault(id, List.of()))))
                .toList();
    }

    static Optional<String> deploymentOf(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getLabels()).map(l -> l.get(WorkloadNames.DEPLOYMENT_ID));
    }
}
