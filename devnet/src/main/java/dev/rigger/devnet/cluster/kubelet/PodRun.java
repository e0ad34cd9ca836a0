package dev.rigger.devnet.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.cluster.faults.Faults;
import dev.rigger.devnet.cluster.programs.ClaimBody;
import dev.rigger.devnet.cluster.programs.Program;
import dev.rigger.devnet.cluster.programs.Programs;
import dev.rigger.devnet.cluster.store.ObjectStore;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pod's life on its node: pull, init containers, main container, end. What ends it from outside is written down
 * first, then its thread is interrupted.
 */
final class PodRun {
    private static final Logger LOG = LoggerFactory.getLogger(PodRun.class);
    private static final Duration POWER_CHECK = Duration.ofMillis(20);
    private static final Program.Exit KILLED = new Program.Exit(137, "killed");

    private final JsonNode pod;
    private final String node;
    private final String address;
    private final Pods pods;
    private final PodStatus status;
    private final Programs programs;
    private final PodLogs logs;
    private final GpuLedger gpus;
    private final Faults faults;
    private final KubeletTimings timings;
    private final Thread thread;
    private volatile End end = End.BY_ITSELF;
    private volatile Duration grace = Duration.ZERO;
    private volatile Program.Exit killedWith = KILLED;
    private volatile Death killedBy = Death.SIGNAL;

    private enum End {
        BY_ITSELF,
        STOPPED,
        KILLED,
        POWER_LOST,
        ABANDONED
    }

    PodRun(
            JsonNode pod,
            String address,
            Pods pods,
            PodStatus status,
            Programs programs,
            PodLogs logs,
            GpuLedger gpus,
            Faults faults,
            KubeletTimings timings) {
        this.pod = pod;
        this.node = pod.at("/spec/nodeName").asText();
        this.address = address;
        this.pods = pods;
        this.status = status;
        this.programs = programs;
        this.logs = logs;
        this.gpus = gpus;
        this.faults = faults;
        this.timings = timings;
        this.thread = Thread.ofVirtual().name("pod-" + ObjectStore.nameOf(pod)).unstarted(this::live);
    }

    void start() {
        thread.start();
    }

    String node() {
        return node;
    }

    /** Somebody deleted the pod: it has its grace to end by itself. */
    void stop(Duration within) {
        boolean shortened = within.compareTo(grace) < 0;
        if (end == End.BY_ITSELF || (end == End.STOPPED && shortened)) {
            grace = within;
            end = End.STOPPED;
            thread.interrupt();
        }
    }

    void kill(Program.Exit exit, Death by) {
        killedWith = exit;
        killedBy = by;
        end = End.KILLED;
        thread.interrupt();
    }

    void losePower() {
        end = End.POWER_LOST;
        thread.interrupt();
    }

    /** The devnet itself ends; the pod stays as it is. */
    void abandon() {
        end = End.ABANDONED;
        thread.interrupt();
    }

    private void live() {
        try {
            awaitPower();
            if (!wasRunning()) {
                status.scheduled(address);
                for (JsonNode init : pod.at("/spec/initContainers")) {
                    if (run(init, true).code() != 0) {
                        return;
                    }
                }
            }
            run(main(), false);
        } catch (InterruptedException e) {
            endFromOutside();
        } finally {
            gpus.giveBack(node, ObjectStore.nameOf(pod));
            if (end != End.ABANDONED) {
                status.removeIfDeleting();
            }
        }
    }

    private Program.Exit run(JsonNode container, boolean init) throws InterruptedException {
        String image = container.path("image").asText();
        if (!wasRunning()) {
            pull(container, init, image);
            Thread.sleep(timings.start());
        }
        PodContainer inside = new PodContainer(pod, container, address, pods, status, logs);
        if (!init) {
            List<String> seen = ClaimBody.gpuIds(inside.env());
            gpus.take(node, ObjectStore.nameOf(pod), seen);
        }
        status.running(container, init);
        if (!init) {
            Thread.sleep(timings.ready());
            status.ready(container);
        }
        Program.Exit exit = execute(image, inside);
        gpus.giveBack(node, ObjectStore.nameOf(pod));
        status.terminated(container, init, exit);
        return exit;
    }

    private Program.Exit execute(String image, PodContainer inside) throws InterruptedException {
        try {
            return programs.of(image).run(inside);
        } catch (RuntimeException e) {
            LOG.warn("The program of {} broke", ObjectStore.nameOf(pod), e);
            return new Program.Exit(1, e.toString());
        }
    }

    private void pull(JsonNode container, boolean init, String image) throws InterruptedException {
        Thread.sleep(timings.pull());
        String reason = "ErrImagePull";
        while (faults.failsPull(image)) {
            status.waiting(container, init, reason, "cannot pull image " + image);
            reason = "ImagePullBackOff";
            Thread.sleep(timings.pullRetry());
        }
    }

    private void endFromOutside() {
        try {
            switch (end) {
                case STOPPED -> {
                    awaitPower();
                    stopInGrace();
                }
                case KILLED -> {
                    gpus.giveBack(node, ObjectStore.nameOf(pod));
                    status.killed(main(), killedWith, killedBy);
                }
                case POWER_LOST -> {
                    gpus.giveBack(node, ObjectStore.nameOf(pod));
                    awaitPower();
                    terminate(new Program.Exit(255, "the node lost power"));
                }
                case BY_ITSELF, ABANDONED -> LOG.debug("{} stays as it is", ObjectStore.nameOf(pod));
            }
        } catch (InterruptedException again) {
            LOG.debug("{} is ended at once", ObjectStore.nameOf(pod));
            if (end == End.POWER_LOST) {
                endFromOutside();
            }
        }
    }

    private void stopInGrace() throws InterruptedException {
        Duration needed = faults.stopTime(node, timings.stop());
        Thread.sleep(needed.compareTo(grace) < 0 ? needed : grace);
        terminate(needed.compareTo(grace) < 0 ? new Program.Exit(143, "") : KILLED);
    }

    private void terminate(Program.Exit exit) {
        gpus.giveBack(node, ObjectStore.nameOf(pod));
        status.terminated(main(), false, exit);
    }

    private void awaitPower() throws InterruptedException {
        while (faults.isDead(node)) {
            Thread.sleep(POWER_CHECK);
        }
    }

    private boolean wasRunning() {
        return pod.at("/status/phase").asText().equals("Running");
    }

    private JsonNode main() {
        return pod.at("/spec/containers/0");
    }
}
