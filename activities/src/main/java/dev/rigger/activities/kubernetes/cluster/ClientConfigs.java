package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.settings.KubernetesSettings;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** How clients reach their clusters: our timeouts, no silent retries (workflows retry), watches over plain HTTP. */
final class ClientConfigs {
    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

    /** Who wrote a field, as {@code managedFields} tells it: the API server takes it from the user agent. */
    static final String FIELD_MANAGER = "rigger";

    /** What it learns of Kubernetes' types is the same for all clients, and by far the largest part of one. */
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

    private ClientConfigs() {}

    static boolean hasHome(KubernetesSettings settings) {
        Path kubeconfig = settings.kubeconfig();
        return Files.exists(SERVICE_ACCOUNT) || (kubeconfig != null && Files.exists(kubeconfig));
    }

    static Config home(KubernetesSettings settings) {
        Path kubeconfig = settings.kubeconfig();
        if (Files.exists(SERVICE_ACCOUNT)) {
            return tuned(Config.autoConfigure(null), settings);
        }
        if (kubeconfig == null || !Files.exists(kubeconfig)) {
            throw new ClusterFailure(
                    ClusterFailure.Code.CLUSTER_UNREACHABLE,
                    "KUBECONFIG names no file and Rigger runs in no cluster; set KUBECONFIG, or add servers with --agent-api",
                    null);
        }
        return tuned(Config.fromKubeconfig(kubeconfig.toFile()), settings);
    }

    static Config of(String context, String kubeconfig, KubernetesSettings settings) {
        return tuned(Config.fromKubeconfig(context, kubeconfig, null), settings);
    }

    static KubernetesClient client(Config config) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(SERIALIZATION)
                .withTaskExecutor(THREADS)
                .withHttpClientFactory(new OnSharedThreads())
                .build();
    }

    private static final class OnSharedThreads extends JdkHttpClientFactory {
        @Override
        protected void additionalConfig(HttpClient.Builder builder) {
            builder.executor(THREADS);
        }
    }

    private static Config tuned(Config config, KubernetesSettings settings) {
        return new ConfigBuilder(config)
                .withConnectionTimeout((int) settings.connectTimeout().toMillis())
                .withRequestTimeout((int) settings.requestTimeout().toMillis())
                .withRequestRetryBackoffLimit(0)
                .withOnlyHttpWatches(true)
                .withOauthTokenProvider(new RereadToken(config, InstantSource.system()))
                .withUserAgent(FIELD_MANAGER + "/1")
                .build();
    }
}
