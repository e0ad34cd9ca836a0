package dev.rigger.activities.kubernetes.objects;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What chutes' pods may reach and by whom they are reached. Policies add up, so the first takes everything and the others
 * give some of it back; policies that a chart brought stay as they are.
 */
public final class NetworkPolicyObjects {
    private static final String JOB = "chutes/job";
    /** Where clouds keep a machine's credentials. */
    private static final String METADATA = "169.254.169.254/32";
    /** What is not the internet: this machine, private and shared networks, link-local with it metadata, multicast. */
    private static final List<String> NOT_PUBLIC = List.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "224.0.0.0/4",
            "240.0.0.0/4");

    private NetworkPolicyObjects() {}

    /** Those that every namespace with chutes has. */
    public static List<NetworkPolicy> all() {
        return List.of(
                policy(
                        "rigger-deny",
                        new LabelSelectorBuilder()
                                .addToMatchLabels(WorkloadNames.CHUTE, "true")
                                .build(),
                        List.of(),
                        List.of()),
                policy("rigger-chutes", chutes(), List.of(ownPorts()), List.of(dns(), toPublic(80, 443))),
                policy("rigger-jobs", jobs(), List.of(new NetworkPolicyIngressRule()), List.of(dns(), toPublic())));
    }

    private static LabelSelector chutes() {
        return new LabelSelectorBuilder()
                .addToMatchLabels(WorkloadNames.CHUTE, "true")
                .addNewMatchExpression()
                .withKey(JOB)
                .withOperator("NotIn")
                .withValues("true")
                .endMatchExpression()
                .build();
    }

    /** One-shot runs listen where their users want, and talk to whom they want. */
    private static LabelSelector jobs() {
        return new LabelSelectorBuilder()
                .addToMatchLabels(WorkloadNames.CHUTE, "true")
                .addToMatchLabels(JOB, "true")
                .build();
    }

    private static NetworkPolicy policy(
            String name,
            LabelSelector pods,
            List<NetworkPolicyIngressRule> ingress,
            List<NetworkPolicyEgressRule> egress) {
        return new NetworkPolicyBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withPodSelector(pods)
                .withPolicyTypes("Ingress", "Egress")
                .withIngress(ingress)
                .withEgress(egress)
                .endSpec()
                .build();
    }

    private static NetworkPolicyIngressRule ownPorts() {
        return new NetworkPolicyIngressRuleBuilder()
                .withPorts(tcp(ServiceObject.PRIMARY_PORT, ServiceObject.LOGGING_PORT, ServiceObject.ATTESTATION_PORT))
                .build();
    }

    /** Wherever the cluster has its name servers, on the node itself included. */
    private static NetworkPolicyEgressRule dns() {
        return new NetworkPolicyEgressRuleBuilder()
                .withTo(
                        new NetworkPolicyPeerBuilder()
                                .withNewNamespaceSelector()
                                .endNamespaceSelector()
                                .build(),
                        addresses(List.of(METADATA)))
                .withPorts(port("UDP", 53), port("TCP", 53))
                .build();
    }

    /** No ports means all. */
    private static NetworkPolicyEgressRule toPublic(int... ports) {
        return new NetworkPolicyEgressRuleBuilder()
                .withTo(addresses(NOT_PUBLIC))
                .withPorts(tcp(ports))
                .build();
    }

    private static NetworkPolicyPeer addresses(List<String> except) {
        return new NetworkPolicyPeerBuilder()
                .withNewIpBlock()
                .withCidr("0.0.0.0/0")
                .withExcept(except)
                .endIpBlock()
                .build();
    }

    private static List<NetworkPolicyPort> tcp(int... ports) {
        return IntStream.of(ports).mapToObj(port -> port("TCP", port)).toList();
    }

    private static NetworkPolicyPort port(String protocol, int port) {
        return new NetworkPolicyPort(null, new IntOrString(port), protocol);
    }
}
