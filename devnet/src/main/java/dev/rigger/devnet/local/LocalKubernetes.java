package dev.rigger.devnet.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/**
 * A real Kubernetes control plane on 127.0.0.1: etcd, API server and controller manager, each a process of its own.
 * Nodes and kubelets are somebody else's matter; nothing schedules, so pods name their node.
 */
public final class LocalKubernetes implements AutoCloseable {
    private static final String ETCD = "etcd";
    private static final String API_SERVER = "kube-apiserver";
    private static final String CONTROLLER_MANAGER = "kube-controller-manager";
    static final List<String> PID_FILES = List.of(
            ServerProcess.pidFile(CONTROLLER_MANAGER), ServerProcess.pidFile(API_SERVER), ServerProcess.pidFile(ETCD));
    /** Jobs make pods, owners take what they own along, namespaces empty themselves, Services get end points. */
    private static final String CONTROLLERS = "job-controller,garbage-collector-controller,namespace-controller,"
            + "endpointslice-controller,ttl-after-finished-controller";
    /** They start slowly on busy machines. */
    private static final Duration STARTUP = Duration.ofMinutes(2);

    private final Path home;
    private final KubernetesPorts ports;
    private final boolean temporary;
    private final Ownership ownership;
    private final KubernetesAccess access;
    private final ServerProcess etcd;
    private final ServerProcess apiServer;
    private final ServerProcess controllerManager;

    private LocalKubernetes(Path home, KubernetesPorts ports, boolean temporary) throws IOException {
        this.home = home;
        this.ports = ports;
        this.temporary = temporary;
        this.ownership = Ownership.of(home);
        this.access = new KubernetesAccess(data());
        this.etcd = process(ETCD);
        this.apiServer = process(API_SERVER);
        this.controllerManager = process(CONTROLLER_MANAGER);
    }

    /** Keeps its state in {@code directory}. Ready on return. Ends only when closed. */
    public static LocalKubernetes start(Path directory, KubernetesPorts ports) {
        try {
            return new LocalKubernetes(directory.toAbsolutePath(), ports, false).started();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use " + directory + " for Kubernetes", e);
        }
    }

    /** For tests: free ports, nothing kept; ends with this JVM at the latest and leaves nothing. */
    public static LocalKubernetes startTemporary() {
        try {
            Path home = TemporaryHome.make("kubernetes", PID_FILES);
            LocalKubernetes kubernetes = new LocalKubernetes(home, KubernetesPorts.of(0), true);
            Runtime.getRuntime().addShutdownHook(new Thread(kubernetes::close, "kubernetes-closer"));
            return kubernetes.started();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a directory for a temporary Kubernetes", e);
        }
    }

    public URI url() {
        return URI.create("https://" + Loopback.ADDRESS + ":" + ports.api());
    }

    /** For a user who may do everything; the certificate in it is the API server's own. */
    public String kubeconfig() {
        try {
            return access.kubeconfig(url().toString());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the access to the Kubernetes in " + home, e);
        }
    }

    private synchronized LocalKubernetes started() {
        long deadline = System.nanoTime() + STARTUP.toNanos();
        try {
            Files.createDirectories(
                    data(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.createDirectories(home.resolve("logs"));
            access.prepare();
            // Whoever needs another goes first: without its store the API server takes its time to end.
            for (ServerProcess left : List.of(controllerManager, apiServer, etcd)) {
                left.sweep();
            }
            etcd.start(etcdCommand());
            startApiServer(deadline);
            Path kubeconfig = Files.writeString(access.certificates().resolve("kubeconfig"), kubeconfig());
            controllerManager.start(controllerManagerCommand(kubeconfig));
            controllerManager.await(
                    () -> access.answers(local(ports.controllers(), "/healthz"), CONTROLLER_MANAGER), deadline);
            return this;
        } catch (IOException e) {
            end(true);
            throw new IllegalStateException(
                    "Kubernetes did not start in " + home + " on port " + ports.api() + ": " + e.getMessage()
                            + ". LOCAL_KUBERNETES_FAILED. The words of its servers are in " + home.resolve("logs"),
                    e);
        }
    }

    /** The API server alone hangs until it is stopped or restarted: it takes connections and says nothing any more. */
    public synchronized void hangApiServer() {
        try {
            apiServer.freeze();
        } catch (IOException e) {
            throw new UncheckedIOException("The API server in " + home + " does not hang", e);
        }
    }

    /** The API server alone goes at once, until it is restarted: nobody takes connections any more. */
    public synchronized void stopApiServer() {
        try {
            apiServer.end(true);
        } catch (IOException e) {
            throw new UncheckedIOException("The API server in " + home + " does not stop", e);
        }
    }

    /** The API server alone goes at once and comes back, as when an operator's does; watches break. */
    public synchronized void restartApiServer() {
        try {
            apiServer.end(true);
            startApiServer(System.nanoTime() + STARTUP.toNanos());
        } catch (IOException e) {
            throw new UncheckedIOException("The API server in " + home + " did not come back", e);
        }
    }

    /** Nothing is remembered of what was before: whoever goes on from an older version is told 410. Watches break. */
    public synchronized void forgetHistory() {
        EtcdHistory.forget(URI.create("http://" + Loopback.ADDRESS + ":" + ports.etcd()));
        restartApiServer();
    }

    /** Stops; a temporary one goes at once, and its directory with it. */
    @Override
    public synchronized void close() {
        end(temporary);
        try {
            ownership.close();
            if (temporary) {
                Leftover.delete(home);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot leave " + home, e);
        }
    }

    /** In the order in which they need each other. */
    private void end(boolean atOnce) {
        try {
            controllerManager.end(atOnce);
            apiServer.end(atOnce);
            etcd.end(atOnce);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot stop the Kubernetes in " + home, e);
        }
    }

    private void startApiServer(long deadline) throws IOException {
        apiServer.start(apiServerCommand());
        apiServer.await(() -> access.answers(local(ports.api(), "/readyz"), "apiserver"), deadline);
    }

    private List<String> etcdCommand() {
        String clients = "http://" + Loopback.ADDRESS + ":" + ports.etcd();
        String peers = "http://" + Loopback.ADDRESS + ":" + ports.etcdPeer();
        return List.of(
                ProvisionedBinary.ETCD.locate().toString(),
                "--name=rigger",
                "--data-dir=" + data().resolve("etcd"),
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=rigger=" + peers,
                "--logger=zap",
                "--log-level=warn",
                // What is here may be lost with the machine's power, and is then made anew.
                "--unsafe-no-fsync");
    }

    private List<String> apiServerCommand() {
        return List.of(
                ProvisionedBinary.API_SERVER.locate().toString(),
                "--etcd-servers=http://" + Loopback.ADDRESS + ":" + ports.etcd(),
                "--bind-address=" + Loopback.ADDRESS,
                "--advertise-address=" + Loopback.ADDRESS,
                "--secure-port=" + ports.api(),
                "--cert-dir=" + access.certificates(),
                "--token-auth-file=" + access.tokens(),
                "--authorization-mode=RBAC",
                "--service-cluster-ip-range=10.96.0.0/16",
                "--service-account-issuer=https://rigger.invalid",
                "--service-account-key-file=" + access.signingKey(),
                "--service-account-signing-key-file=" + access.signingKey(),
                // No service accounts for pods, and no controller that would take the taint of new nodes away.
                "--disable-admission-plugins=ServiceAccount,TaintNodesByCondition",
                "--endpoint-reconciler-type=none",
                // So that an older etcd, such as a distribution's, will do.
                "--feature-gates=WatchList=false",
                "--profiling=false");
    }

    private List<String> controllerManagerCommand(Path kubeconfig) {
        return List.of(
                ProvisionedBinary.CONTROLLER_MANAGER.locate().toString(),
                "--kubeconfig=" + kubeconfig,
                "--controllers=" + CONTROLLERS,
                "--bind-address=" + Loopback.ADDRESS,
                "--secure-port=" + ports.controllers(),
                "--cert-dir=" + access.certificates(),
                "--leader-elect=false",
                // Its own limit of 20 calls a second would be what a rehearsal measures.
                "--kube-api-qps=400",
                "--kube-api-burst=800",
                "--profiling=false");
    }

    private static URI local(int port, String path) {
        return URI.create("https://" + Loopback.ADDRESS + ":" + port + path);
    }

    private ServerProcess process(String name) {
        return new ServerProcess(name, data(), home.resolve("logs").resolve(name + ".log"));
    }

    private Path data() {
        return home.resolve("data");
    }
}
