package dev.rigger.activities.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.activities.kubernetes.objects.WorkloadSpec;
import dev.rigger.workflows.deployment.PodSighting;
import dev.rigger.workflows.deployment.PodSighting.State;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a watch tells, and what it does about lines that break and versions that are forgotten. */
interface WatchContract extends ClusterContract {
    @Test
    default void aWatchTellsOfAPodsWholeLife() throws Exception {
        WorkloadSpec spec = spec();
        List<String> heard = new CopyOnWriteArrayList<>();
        try (AutoCloseable watch = cluster().watchChutes(change -> {
            if (change.deploymentId().equals(spec.deploymentId())) {
                heard.add(change.pod().map(pod -> pod.state().name()).orElse("AWAY"));
            }
        })) {
            cluster().createWorkload(spec);
            await(() -> heard.contains("RUNNING"));
            cluster().deleteWorkload(spec.deploymentId(), Duration.ofSeconds(10));
            await(() -> heard.contains("AWAY"));
        }
        assertThat(heard).first().isEqualTo("PENDING");
        assertThat(heard).last().isEqualTo("AWAY");
    }

    /** While the line is cut a pod goes and another comes, and by the end nobody remembers the versions from before. */
    @Test
    default void aWatchThatWasCutOffTellsWhatItMissedAndNothingTwice() throws Exception {
        WorkloadSpec stays = running();
        WorkloadSpec goes = running();
        WorkloadSpec comes = spec();
        List<String> heard = new CopyOnWriteArrayList<>();
        String api = servers().kubeconfig().replaceFirst("(?s).*?(https?://127\\.0\\.0\\.1:\\d+).*", "$1");
        try (Line line = new Line(URI.create(api));
                Cluster far =
                        ClusterContract.connect(servers().kubeconfig().replace(api, api.replaceFirst("\\d+$", "" + line.port())));
                AutoCloseable watch = far.watchChutes(change -> heard.add(change.deploymentId() + " "
                        + change.pod().map(PodSighting::toString).orElse("AWAY")))) {
            await(() -> hasHeard(heard, stays, "RUNNING") && hasHeard(heard, goes, "RUNNING"));

            line.cut();
            cluster().createWorkload(comes);
            cluster().deleteWorkload(goes.deploymentId(), Duration.ofSeconds(1));
            await(() -> cluster().lookAt(goes.deploymentId()).state() == State.ABSENT
                    && cluster().lookAt(comes.deploymentId()).state() == State.RUNNING);
            forgetHistory();
            line.mend();

            await(() -> hasHeard(heard, goes, "AWAY") && hasHeard(heard, comes, "RUNNING"));
            cluster().deleteWorkload(stays.deploymentId(), Duration.ofSeconds(1));
            await(() -> hasHeard(heard, stays, "AWAY"));
            assertThat(heard).doesNotHaveDuplicates();
        }
    }

    private static boolean hasHeard(List<String> heard, WorkloadSpec of, String what) {
        return heard.stream().anyMatch(line -> line.startsWith(of.deploymentId()) && line.contains(what));
    }
}
