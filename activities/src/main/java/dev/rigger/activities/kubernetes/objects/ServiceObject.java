package dev.rigger.activities.kubernetes.objects;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.ArrayList;
import java.util.List;

/** A deployment's Service: node ports, assigned by the cluster, for the pod's ports. */
public final class ServiceObject {
    public static final int PRIMARY_PORT = 8000;
    static final int LOGGING_PORT = 8001;
    static final int ATTESTATION_PORT = 8002;

    private ServiceObject() {}

    public static Service of(WorkloadSpec spec) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(WorkloadNames.service(spec.deploymentId()))
                .withLabels(WorkloadNames.serviceLabels(spec))
                .endMetadata()
                .withNewSpec()
                .withType("NodePort")
                .withExternalTrafficPolicy("Local")
                .withSelector(WorkloadNames.selector(spec.deploymentId()))
                .withPorts(ports(spec))
                .endSpec()
                .build();
    }

    /** The node port of one of the Service's ports, as the cluster assigned it. */
    public static int nodePort(Service created, int port) {
        return created.getSpec().getPorts().stream()
                .filter(p -> p.getPort() == port)
                .findFirst()
                .map(ServicePort::getNodePort)
                .orElseThrow(() -> new IllegalStateException(
                        "Service " + created.getMetadata().getName() + " has no node port for " + port));
    }

    /** The pod's ports in the order of the Service. */
    static List<ExtraPort> all(WorkloadSpec spec) {
        List<ExtraPort> all = new ArrayList<>();
        all.add(new ExtraPort(PRIMARY_PORT, "TCP"));
        all.add(new ExtraPort(LOGGING_PORT, "TCP"));
        if (spec.hasAttestationPort()) {
            all.add(new ExtraPort(ATTESTATION_PORT, "TCP"));
        }
        all.addAll(spec.extraPorts());
        return all;
    }

    private static List<ServicePort> ports(WorkloadSpec spec) {
        return all(spec).stream()
                .map(port -> new ServicePortBuilder()
                        .withName("chute-" + port.port())
                        .withPort(port.port())
                        .withTargetPort(new IntOrString(port.port()))
                        .withProtocol(port.transport())
                        .build())
                .toList();
    }
}
