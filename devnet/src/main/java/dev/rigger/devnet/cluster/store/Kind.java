package dev.rigger.devnet.cluster.store;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of objects the simulated cluster keeps. */
public enum Kind {
    NODE("", "v1", "nodes", "Node", "no", false),
    NAMESPACE("", "v1", "namespaces", "Namespace", "ns", false),
    POD("", "v1", "pods", "Pod", "po", true),
    SERVICE("", "v1", "services", "Service", "svc", true),
    CONFIG_MAP("", "v1", "configmaps", "ConfigMap", "cm", true),
    SECRET("", "v1", "secrets", "Secret", "", true),
    DEPLOYMENT("apps", "v1", "deployments", "Deployment", "deploy", true),
    JOB("batch", "v1", "jobs", "Job", "", true),
    NETWORK_POLICY("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", "netpol", true),
    RUNTIME_CLASS("node.k8s.io", "v1", "runtimeclasses", "RuntimeClass", "", false);

    private final String group;
    private final String version;
    private final String plural;
    private final String typeName;
    private final String shortName;
    private final boolean namespaced;

    Kind(String group, String version, String plural, String typeName, String shortName, boolean namespaced) {
        this.group = group;
        this.version = version;
        this.plural = plural;
        this.typeName = typeName;
        this.shortName = shortName;
        this.namespaced = namespaced;
    }

    public static Optional<Kind> of(String group, String version, String plural) {
        return Arrays.stream(values())
                .filter(k -> k.group.equals(group) && k.version.equals(version) && k.plural.equals(plural))
                .findFirst();
    }

    public String group() {
        return group;
    }

    public String version() {
        return version;
    }

    /** Group and version as objects carry them, such as {@code batch/v1}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    public String plural() {
        return plural;
    }

    /** The {@code kind} that objects carry, such as {@code Job}. */
    public String typeName() {
        return typeName;
    }

    public String shortName() {
        return shortName;
    }

    public boolean namespaced() {
        return namespaced;
    }
}
