package dev.rigger.devnet.cluster.behind;

import dev.rigger.devnet.cluster.faults.Incident;
import dev.rigger.devnet.cluster.faults.Incidents;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Looks out for deployments with two Jobs, which never may be. */
final class TwinWatch implements ResourceEventHandler<Job> {
    private static final String DEPLOYMENT_ID = "chutes/deployment-id";

    private final Map<String, Set<String>> jobsByDeployment = new HashMap<>();
    private final Incidents incidents;

    TwinWatch(Incidents incidents) {
        this.incidents = incidents;
    }

    SharedIndexInformer<Job> start(KubernetesClient client) {
        SharedIndexInformer<Job> informer = client.batch()
                .v1()
                .jobs()
                .inAnyNamespace()
                .withLabel(DEPLOYMENT_ID)
                .runnableInformer(0);
        informer.addEventHandler(this);
        informer.exceptionHandler((started, problem) -> true);
        informer.start();
        return informer;
    }

    @Override
    public synchronized void onAdd(Job job) {
        String deployment = job.getMetadata().getLabels().get(DEPLOYMENT_ID);
        Set<String> jobs = jobsByDeployment.computeIfAbsent(deployment, id -> new HashSet<>());
        if (jobs.add(job.getMetadata().getUid()) && jobs.size() > 1) {
            incidents.record(
                    Incident.Code.DEPLOYMENT_DOUBLED, "deployment " + deployment + " has " + jobs.size() + " Jobs");
        }
    }

    @Override
    public void onUpdate(Job before, Job job) {
        onAdd(job);
    }

    @Override
    public synchronized void onDelete(Job job, boolean stateUnknown) {
        jobsByDeployment
                .getOrDefault(job.getMetadata().getLabels().get(DEPLOYMENT_ID), new HashSet<>())
                .remove(job.getMetadata().getUid());
    }
}
