package dev.rigger.activities.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.activities.kubernetes.objects.Sample;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How every cluster lists, and says that it cannot. */
interface ListContract extends ClusterContract {
    @Test
    default void aNamespaceInWhichNothingIsOursHasNothing() {
        try (Cluster fresh = ClusterContract.connect(servers().kubeconfig(), Sample.kubernetes(null, "default"))) {
            assertThat(fresh.belongings()).isEmpty();
            assertThat(fresh.look().chutes()).isEmpty();
        }
    }

    @Test
    default void aClusterThatIsAwayIsUnreachable() {
        String closedPort = servers().kubeconfig().replaceFirst("127\\.0\\.0\\.1:\\d+", "127.0.0.1:1");
        try (Cluster gone = ClusterContract.connect(closedPort)) {
            assertThatThrownBy(gone::look)
                    .isInstanceOfSatisfying(
                            ClusterFailure.class,
                            failure -> assertThat(failure.code()).isEqualTo(ClusterFailure.Code.CLUSTER_UNREACHABLE));
        }
    }

    @Test
    @Needs(Capability.PAGING)
    default void aLongListIsReadPageByPageAndNothingIsMissing() {
        List<String> names = IntStream.range(0, 7).mapToObj(n -> "page-" + n).toList();
        List<Integer> pageSizes = new ArrayList<>();

        List<String> read = byHand(kubectl -> {
            names.forEach(name -> kubectl.configMaps()
                    .inNamespace("chutes")
                    .resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .addToLabels("test", "pages")
                            .endMetadata()
                            .build())
                    .create());
            return new Pages(3)
                            .all(options -> {
                                var page = kubectl.configMaps()
                                        .inNamespace("chutes")
                                        .withLabel("test", "pages")
                                        .list(options);
                                pageSizes.add(page.getItems().size());
                                return page;
                            })
                            .stream()
                            .map(map -> map.getMetadata().getName())
                            .toList();
        });

        assertThat(read).containsExactlyElementsOf(names);
        assertThat(pageSizes).containsExactly(3, 3, 1);
    }

    @Test
    @Needs(Capability.HISTORY)
    default void aListWhoseVersionIsForgottenBetweenTwoPagesBeginsAnew() {
        List<String> names =
                IntStream.range(0, 5).mapToObj(n -> "forgotten-" + n).toList();
        List<Integer> codes = new ArrayList<>();

        List<String> read = byHand(kubectl -> {
            names.forEach(name -> kubectl.configMaps()
                    .inNamespace("chutes")
                    .resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .addToLabels("test", "forgotten")
                            .endMetadata()
                            .build())
                    .create());
            AtomicBoolean forgotten = new AtomicBoolean();
            return new Pages(3)
                            .all(options -> {
                                if (options.getContinue() != null && forgotten.compareAndSet(false, true)) {
                                    kubectl.configMaps()
                                            .inNamespace("chutes")
                                            .withName("forgotten-0")
                                            .delete();
                                    forgetHistory();
                                }
                                try {
                                    return kubectl.configMaps()
                                            .inNamespace("chutes")
                                            .withLabel("test", "forgotten")
                                            .list(options);
                                } catch (KubernetesClientException e) {
                                    codes.add(e.getCode());
                                    throw e;
                                }
                            })
                            .stream()
                            .map(map -> map.getMetadata().getName())
                            .toList();
        });

        assertThat(codes).containsExactly(410);
        assertThat(read).containsExactlyElementsOf(names.subList(1, 5));
    }
}
