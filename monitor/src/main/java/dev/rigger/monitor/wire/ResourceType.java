package dev.rigger.monitor.wire;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of Kubernetes objects that an agent pushes. */
public enum ResourceType {
    NODE("", "nodes", "Node"),
    DEPLOYMENT("apps", "deployments", "Deployment"),
    SERVICE("", "services", "Service"),
    POD("", "pods", "Pod"),
    JOB("batch", "jobs", "Job");

    private final String group;
    private final String plural;
    private final String kind;

    ResourceType(String group, String plural, String kind) {
        this.group = group;
        this.plural = plural;
        this.kind = kind;
    }

    public static Optional<ResourceType> ofKind(String kind) {
        return Arrays.stream(values()).filter(type -> type.kind.equals(kind)).findFirst();
    }

    /** By its name in keys and queries, such as {@code pod}. */
    public static Optional<ResourceType> named(String name) {
        return Arrays.stream(values())
                .filter(type -> type.keyName().equals(name))
                .findFirst();
    }

    public String keyName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** API group; empty for the core's. */
    public String group() {
        return group;
    }

    public String apiVersion() {
        return group.isEmpty() ? "v1" : group + "/v1";
    }

    /** Name of the list in a push, and of the resource in the API. */
    public String plural() {
        return plural;
    }

    public String kind() {
        return kind;
    }

    public boolean namespaced() {
        return this != NODE;
    }
}
