package dev.rigger.app.bench.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * What one real launch made, from which standing deployments are copied: so they are as large as in life.
 *
 * @param job as JSON, and so the others
 * @param deploymentId whose they are; it stands in names, labels and environments
 */
record Template(String job, String service, String pod, String deploymentId, String chuteId) {
    private static final String NAMESPACE = "chutes";
    private static final String DEPLOYMENT_ID = "chutes/deployment-id";
    /** The Job controller leaves such Jobs, and their pods, to whom it names. */
    private static final String NOBODY = "rigger.invalid/standing";

    /** Of that deployment, whose pod must exist. */
    static Template of(KubernetesClient client, String deploymentId, String chuteId) {
        Pod pod = client.pods()
                .inNamespace(NAMESPACE)
                .withLabel(DEPLOYMENT_ID, deploymentId)
                .list()
                .getItems()
                .getFirst();
        Job job = client.batch()
                .v1()
                .jobs()
                .inNamespace(NAMESPACE)
                .withName("chute-" + deploymentId)
                .require();
        Service service = client.services()
                .inNamespace(NAMESPACE)
                .withName("chute-service-" + deploymentId)
                .require();
        job.getSpec().setSelector(null);
        job.getSpec().setManagedBy(NOBODY);
        job.getSpec().getTemplate().getMetadata().getLabels().keySet().removeIf(label -> label.endsWith("-uid"));
        service.getSpec().setType("ClusterIP");
        service.getSpec().setExternalTrafficPolicy(null);
        service.getSpec().setClusterIP(null);
        service.getSpec().setClusterIPs(null);
        service.getSpec().getPorts().forEach(port -> port.setNodePort(null));
        return new Template(bare(client, job), bare(client, service), bare(client, pod), deploymentId, chuteId);
    }

    private static String bare(KubernetesClient client, HasMetadata object) {
        ObjectMeta metadata = object.getMetadata();
        metadata.setUid(null);
        metadata.setResourceVersion(null);
        metadata.setCreationTimestamp(null);
        metadata.setGeneration(null);
        metadata.setGenerateName(null);
        metadata.setManagedFields(null);
        metadata.setFinalizers(null);
        metadata.setOwnerReferences(null);
        metadata.getLabels().keySet().removeIf(label -> label.endsWith("-uid"));
        return client.getKubernetesSerialization().asJson(object);
    }

    /**
     * Makes Job, Service and pod of that deployment, and says that the pod runs. Job and Service are sent as they are, for
     * making objects of thousands costs more than the API server needs for them.
     */
    void stand(KubernetesClient client, Standing one) {
        client.raw("/api/v1/namespaces/" + NAMESPACE + "/services", "POST", renamed(service, one));
        Job made = client.getKubernetesSerialization()
                .unmarshal(
                        client.raw("/apis/batch/v1/namespaces/" + NAMESPACE + "/jobs", "POST", renamed(job, one)),
                        Job.class);
        Pod wanted = client.getKubernetesSerialization().unmarshal(renamed(pod, one), Pod.class);
        wanted.getMetadata()
                .getOwnerReferences()
                .add(new OwnerReferenceBuilder()
                        .withApiVersion("batch/v1")
                        .withKind("Job")
                        .withName(made.getMetadata().getName())
                        .withUid(made.getMetadata().getUid())
                        .withController(true)
                        .withBlockOwnerDeletion(true)
                        .build());
        wanted.getMetadata().setName(made.getMetadata().getName() + "-stand");
        wanted.getSpec().setNodeName(one.server().name());
        Pod stands = client.pods().inNamespace(NAMESPACE).resource(wanted).create();
        client.pods().inNamespace(NAMESPACE).resource(running(stands, one)).updateStatus();
    }

    private String renamed(String json, Standing one) {
        return json.replace(deploymentId, one.deploymentId()).replace(chuteId, one.chuteId());
    }

    private static Pod running(Pod pod, Standing one) {
        String since = one.createdAt().toString();
        return pod.edit()
                .withNewStatus()
                .withPhase("Running")
                .withHostIP(one.server().address())
                .withPodIP(one.server().address())
                .withStartTime(since)
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withLastTransitionTime(since)
                .endCondition()
                .addNewContainerStatus()
                .withName(pod.getSpec().getContainers().getFirst().getName())
                .withImage(pod.getSpec().getContainers().getFirst().getImage())
                .withImageID("standing")
                .withContainerID("devnet://standing")
                .withReady(true)
                .withStarted(true)
                .withRestartCount(0)
                .withNewState()
                .withNewRunning(since)
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }
}
