package dev.rigger.activities.kubernetes.objects;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

    /** The node port of one of the Service's TCP ports, as the cluster assigned it. */
    public static int nodePort(Service created, int port) {
        return nodePort(created, new ExtraPort(port, "TCP"));
    }

    /** One number may be a TCP port and a UDP port, each with a node port of its own. */
    static int nodePort(Service created, ExtraPort port) {
        return created.getSpec().getPorts().stream()
                .filter(p -> p.getPort() == port.port()
                        && Objects.requireNonNullElse(p.getProtocol(), "TCP").equals(port.transport()))
                .findFirst()
                .map(ServicePort::getNodePort)
                .orElseThrow(() -> new IllegalStateException(
                        "Service " + created.getMetadata().getName() + " has no node port for " + port.transport() + " "
                                + port.port()));
    }

    /** The pod's ports in the order of the Service; what has number and transport in common is one. */
    static List<ExtraPort> all(WorkloadSpec spec) {
        Map<String, ExtraPort> all = new LinkedHashMap<>();
        Stream.concat(standard(spec), spec.extraPorts().stream())
                .forEach(port -> all.putIfAbsent(port.transport() + " " + port.port(), port));
        return List.copyOf(all.values());
    }

    private static Stream<ExtraPort> standard(WorkloadSpec spec) {
        return IntStream.of(PRIMARY_PORT, LOGGING_PORT, ATTESTATION_PORT)
                .filter(port -> port != ATTESTATION_PORT || spec.hasAttestationPort())
                .mapToObj(port -> new ExtraPort(port, "TCP"));
    }

    private static List<ServicePort> ports(WorkloadSpec spec) {
        Set<Integer> numbers = new HashSet<>();
        return all(spec).stream()
                .map(port -> new ServicePortBuilder()
                        // Names are unique in a Service: of a number's two ports the second names its transport too.
                        .withName("chute-" + port.port()
                                + (numbers.add(port.port())
                                        ? ""
                                        : "-" + port.transport().toLowerCase(Locale.ROOT)))
                        .withPort(port.port())
                        .withTargetPort(new IntOrString(port.port()))
                        .withProtocol(port.transport())
                        .build())
                .toList();
    }
}
