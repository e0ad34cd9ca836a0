package dev.rigger.activities.kubernetes.cluster;

/** What a test of the contract needs and not every cluster under it has. */
enum Capability {
    /** Objects are judged by the rules of their kind. */
    VALIDATION,
    /** Pods are judged by what else there is in the cluster, and events tell why none was made. */
    ADMISSION,
    /** Jobs end at the deadline that their specification gives them. */
    DEADLINES,
    /** Long lists come in pages. */
    PAGING,
    /** Objects tell who wrote which of their fields. */
    FIELD_MANAGERS,
    /** A namespace has to exist before anything is in it. */
    NAMESPACES,
    /** Fields of applied objects belong to whoever wrote them. */
    FIELD_OWNERSHIP,
    /** Lists and watches go on from versions that are remembered for a while. */
    HISTORY
}
