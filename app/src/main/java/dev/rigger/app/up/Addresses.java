package dev.rigger.app.up;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/** The ports of a rehearsal, all on 127.0.0.1. */
record Addresses(
        int rest,
        int temporal,
        int temporalUi,
        int validator,
        int validatorSocket,
        int cluster,
        int postgres,
        int redis) {
    static Addresses choose(Ports ports) throws IOException {
        return new Addresses(
                ports.next("REST", 8000),
                ports.next("Temporal", 7233),
                ports.next("Temporal's UI", 8233),
                ports.next("the validator", 8100),
                ports.next("the validator's socket", 8101),
                ports.next("the cluster's API", 8443),
                ports.next("PostgreSQL", 15432),
                ports.next("Redis", 16379));
    }

    List<List<String>> table(ClusterKind kind, String kubeconfig) {
        return List.of(
                List.of("REST API", url(rest)),
                List.of("Temporal", "127.0.0.1:" + temporal + ", namespace rigger"),
                List.of("Temporal UI", url(temporalUi) + "/namespaces/rigger/workflows"),
                List.of("Validator", url(validator)),
                List.of("Cluster API", kind.url(cluster) + ", KUBECONFIG=" + kubeconfig),
                List.of("PostgreSQL", "postgresql://postgres@127.0.0.1:" + postgres + "/postgres"),
                List.of("Redis", "redis://127.0.0.1:" + redis + "/0"));
    }

    URI validatorUrl() {
        return URI.create(url(validator));
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }
}
