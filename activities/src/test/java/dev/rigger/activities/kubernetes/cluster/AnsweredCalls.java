package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.settings.KubernetesSettings;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lists and watches of pods that an API server answered, in order; its watches end after a time. */
final class AnsweredCalls implements Interceptor {
    private static final Pattern VERSION = Pattern.compile("[?&]resourceVersion=(\\d+)");

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Duration watch;

    /** @param watch how long the API server keeps a watch, whole seconds */
    AnsweredCalls(Duration watch) {
        this.watch = watch;
    }

    /**
     * @param since the version that a watch goes on from; 0 where none is named
     */
    record Call(boolean isWatch, long since, boolean allowsBookmarks) {}

    /** Connects as production does, but for being listened to. */
    Cluster connect(String kubeconfig, KubernetesSettings settings) {
        return ClusterContract.connect(
                new KubernetesClientBuilder()
                        .withConfig(ClientConfigs.of("devnet", kubeconfig, settings))
                        .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("answered", this))
                        .build(),
                settings);
    }

    List<Call> all() {
        return List.copyOf(calls);
    }

    List<Call> watches() {
        return calls.stream().filter(Call::isWatch).toList();
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        String uri = request.uri().toString();
        if (uri.contains("watch=true")) {
            builder.uri(
                    URI.create(uri.replaceFirst("&timeoutSeconds=\\d+", "") + "&timeoutSeconds=" + watch.toSeconds()));
        }
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> body) {
        String uri = request.uri().toString();
        if (uri.contains("/pods")) {
            Matcher version = VERSION.matcher(uri);
            calls.add(new Call(
                    uri.contains("watch=true"),
                    version.find() ? Long.parseLong(version.group(1)) : 0,
                    uri.contains("allowWatchBookmarks=true")));
        }
    }
}
