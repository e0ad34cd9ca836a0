package dev.rigger.app.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rigger.activities.kubernetes.cluster.Cluster;
import dev.rigger.activities.kubernetes.cluster.ClusterConnector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Clusters as cheap as they come: one listener that answers every list as an API server without objects would, and one that
 * takes connections and says nothing. Every cluster has a client of its own, as in production.
 */
final class ManyClusters implements AutoCloseable {
    private static final int BACKLOG = 4_096;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer answering;
    private final ServerSocket silent;
    private final List<Cluster> clusters = new ArrayList<>();

    ManyClusters() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        InetAddress here = InetAddress.getLoopbackAddress();
        answering = HttpServer.create(new InetSocketAddress(here, 0), BACKLOG);
        answering.setExecutor(threads);
        answering.createContext("/", ManyClusters::answer);
        answering.start();
        silent = new ServerSocket(0, BACKLOG, here);
    }

    List<Cluster> healthy(int count, ClusterConnector connector) {
        return make(count, "healthy-", answering.getAddress().getPort(), connector);
    }

    List<Cluster> hanging(int count, ClusterConnector connector) {
        return make(count, "hanging-", silent.getLocalPort(), connector);
    }

    private List<Cluster> make(int count, String prefix, int port, ClusterConnector connector) {
        List<Cluster> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(connector.connect(prefix + i, kubeconfig(prefix + i, port)));
        }
        clusters.addAll(made);
        return made;
    }

    private static String kubeconfig(String name, int port) {
        return """
            apiVersion: v1
            kind: Config
            clusters: [{name: %1$s, cluster: {server: "http://127.0.0.1:%2$d"}}]
            users: [{name: %1$s, user: {token: none}}]
            contexts: [{name: %1$s, context: {cluster: %1$s, user: %1$s}}]
            current-context: %1$s
            """.formatted(name, port);
    }

    private static void answer(HttpExchange call) throws IOException {
        boolean jobs = call.getRequestURI().getPath().endsWith("/jobs");
        byte[] list = """
            {"kind":"%s","apiVersion":"%s","metadata":{"resourceVersion":"1"},"items":[]}
            """.formatted(jobs ? "JobList" : "PodList", jobs ? "batch/v1" : "v1")
                .getBytes(StandardCharsets.UTF_8);
        try (call) {
            call.getResponseHeaders().set("Content-Type", "application/json");
            call.sendResponseHeaders(200, list.length);
            call.getResponseBody().write(list);
        }
    }

    @Override
    public void close() throws IOException {
        silent.close();
        clusters.forEach(Cluster::close);
        answering.stop(0);
        threads.shutdownNow();
    }
}
