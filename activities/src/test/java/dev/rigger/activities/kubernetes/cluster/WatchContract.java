package dev.rigger.activities.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.activities.kubernetes.objects.Sample;
import dev.rigger.activities.kubernetes.objects.WorkloadSpec;
import dev.rigger.workflows.deployment.PodSighting;
import dev.rigger.workflows.deployment.PodSighting.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a watch tells, and what it does about lines that break and versions that are forgotten. */
interface WatchContract extends ClusterContract {
    /** A bookmark comes two seconds before the API server ends a watch; without that one, a minute after the last. */
    Duration ENDING_SOON = Duration.ofSeconds(4);

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
        try (Line line = Line.to(servers().kubeconfig());
                Cluster far = ClusterContract.connect(line.kubeconfig());
                AutoCloseable watch = far.watchChutes(change -> heard.add(words(change)))) {
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

    /** In a namespace without chutes, so that nothing but bookmarks tells how far the cluster has come. */
    @Test
    @Needs(Capability.HISTORY)
    default void aWatchThatEndedGoesOnFromItsLastBookmark() throws Exception {
        AnsweredCalls answered = new AnsweredCalls(ENDING_SOON);
        try (Cluster quiet = answered.connect(servers().kubeconfig(), Sample.kubernetes(null, "default"));
                AutoCloseable watch = quiet.watchChutes(change -> {})) {
            await(() -> answered.watches().size() == 1);
            long later = versionOfAPodOfOthers();
            await(() -> answered.watches().size() == 2);

            AnsweredCalls.Call first = answered.watches().getFirst();
            assertThat(first.since()).isPositive().isLessThan(later);
            assertThat(answered.watches()).allMatch(AnsweredCalls.Call::allowsBookmarks);
            assertThat(answered.watches().getLast().since()).isGreaterThanOrEqualTo(later);
            assertThat(answered.all()).filteredOn(call -> !call.isWatch()).hasSize(1);
        }
    }

    private long versionOfAPodOfOthers() {
        return byHand(kubectl -> Long.parseLong(kubectl.pods()
                .inNamespace("default")
                .resource(idlePod("of-others-" + UUID.randomUUID(), Map.of()))
                .create()
                .getMetadata()
                .getResourceVersion()));
    }

    @Test
    @Needs(Capability.HISTORY)
    default void aWatchThatIsAnsweredGoneListsAnewAndGoesOn() throws Exception {
        WorkloadSpec before = running();
        AnsweredCalls answered = new AnsweredCalls(PATIENCE);
        List<String> heard = new CopyOnWriteArrayList<>();
        try (Line line = Line.to(servers().kubeconfig());
                Cluster far = answered.connect(line.kubeconfig(), Sample.kubernetes(null));
                AutoCloseable watch = far.watchChutes(change -> heard.add(words(change)))) {
            await(() ->
                    hasHeard(heard, before, "RUNNING") && !answered.watches().isEmpty());
            line.cut();
            WorkloadSpec meanwhile = running();
            forgetHistory();
            int cut = answered.all().size();
            long since = answered.watches().getLast().since();
            assertThat(watchedSince(since)).contains("\"code\":410");

            line.mend();

            await(() -> answered.all().size() >= cut + 3);
            List<AnsweredCalls.Call> calls = answered.all().subList(cut, cut + 3);
            assertThat(calls).extracting(AnsweredCalls.Call::isWatch).containsExactly(true, false, true);
            assertThat(calls.getLast().since()).isGreaterThan(calls.getFirst().since());
            await(() -> hasHeard(heard, meanwhile, "RUNNING"));
            WorkloadSpec after = running();
            await(() -> hasHeard(heard, after, "RUNNING"));
        }
    }

    private String watchedSince(long version) {
        return byHand(kubectl ->
                kubectl.raw("/api/v1/namespaces/chutes/pods?watch=true&timeoutSeconds=1&resourceVersion=" + version));
    }

    private static String words(Cluster.PodChange change) {
        return change.deploymentId() + " "
                + change.pod().map(PodSighting::toString).orElse("AWAY");
    }

    private static boolean hasHeard(List<String> heard, WorkloadSpec of, String what) {
        return heard.stream().anyMatch(line -> line.startsWith(of.deploymentId()) && line.contains(what));
    }
}
