package dev.rigger.activities.kubernetes.cluster;

/** What a test of the contract needs and not every cluster under it has. */
enum Capability {
    /** Objects are judged by the rules of their kind. */
    VALIDATION,
    /** Long lists come in pages. */
    PAGING,
    /** Objects tell who wrote which of their fields. */
    FIELD_MANAGERS,
    /** A namespace has to exist before anything is in it. */
    NAMESPACES,
    /** The API server can go and come back while clients look on. */
    API_SERVER_RESTART
}
