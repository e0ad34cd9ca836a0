package dev.rigger.app.bench.system;

import dev.rigger.devnet.cluster.hardware.GpuModel;
import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import dev.rigger.devnet.cluster.kubelet.KubeletTimings;
import dev.rigger.devnet.local.Loopback;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What a whole system is made of.
 *
 * @param validators among which the servers are dealt out, one after another
 * @param joining how the servers come into the fleet
 * @param timeFactor every period of the control plane is divided by it
 * @param heartbeat of the validator's socket: ping interval and ping timeout, each this long
 * @param bountyAnnouncements a standing bounty is announced again after it
 * @param heapMib the control plane's heap
 * @param shortLived whether a control plane is killed so soon that it had better not compile its code well
 * @param kubernetes what the servers are nodes of
 */
public record Shape(
        List<SimulatedServer> servers,
        int validators,
        Joining joining,
        int timeFactor,
        KubeletTimings kubelet,
        Duration heartbeat,
        Duration bountyAnnouncements,
        int heapMib,
        boolean shortLived,
        Kubernetes kubernetes) {
    private static final int TEST_FACTOR = 20;
    private static final int HEAP_MIB = 256;
    private static final Duration HEARTBEAT = Duration.ofSeconds(20);
    private static final Duration ANNOUNCEMENTS = Duration.ofMillis(100);
    private static final int GPUS_A_SERVER = 8;

    /** What servers are nodes of. */
    public enum Kubernetes {
        /** Our own small API server with its controllers, in this process. */
        SIMULATED,
        /** A real control plane, with a simulated kubelet for each server. */
        REAL,
        /** A real API server alone: pods are what somebody writes. */
        REAL_WITHOUT_LIFE
    }

    /** How servers come into the fleet. */
    public enum Joining {
        /** They are in it from the start. */
        STANDING,
        /** They are onboarded, and prove themselves by the GPU worker that each has. */
        BY_WORKER,
        /** They are onboarded, and prove themselves by GraVal's bootstrap server, which their validator examines. */
        BY_BOOTSTRAP
    }

    /** A few servers that are onboarded one by one, twenty times as fast as in life. */
    public static Shape small(List<SimulatedServer> servers) {
        return new Shape(
                servers,
                1,
                Joining.BY_WORKER,
                TEST_FACTOR,
                KubeletTimings.QUICK,
                HEARTBEAT,
                ANNOUNCEMENTS,
                HEAP_MIB,
                true,
                Kubernetes.SIMULATED);
    }

    /** As many L40S as that, eight a server, which are in the fleet from the start. */
    public static Shape bigFleet(int gpus, int timeFactor) {
        return bigFleet(l40sServers(Math.ceilDiv(gpus, GPUS_A_SERVER), GPUS_A_SERVER), timeFactor);
    }

    /** These servers, in the fleet from the start. */
    public static Shape bigFleet(List<SimulatedServer> servers, int timeFactor) {
        return small(servers).with(draft -> {
            draft.joining = Joining.STANDING;
            draft.timeFactor = timeFactor;
        });
    }

    /** The servers that work for that one of the validators. */
    List<SimulatedServer> serversOf(int validator) {
        return IntStream.range(0, servers.size())
                .filter(n -> n % validators == validator)
                .mapToObj(servers::get)
                .toList();
    }

    public Shape withValidators(int count) {
        return with(draft -> draft.validators = count);
    }

    public Shape joining(Joining how) {
        return with(draft -> draft.joining = how);
    }

    public Shape withKubelet(KubeletTimings timings) {
        return with(draft -> draft.kubelet = timings);
    }

    public Shape withHeartbeat(Duration each) {
        return with(draft -> draft.heartbeat = each);
    }

    public Shape withBountyAnnouncements(Duration apart) {
        return with(draft -> draft.bountyAnnouncements = apart);
    }

    public Shape withTimeFactor(int factor) {
        return with(draft -> draft.timeFactor = factor);
    }

    public Shape longLived() {
        return with(draft -> draft.shortLived = false);
    }

    public Shape on(Kubernetes wanted) {
        return with(draft -> draft.kubernetes = wanted);
    }

    public Shape withHeap(int mib) {
        return with(draft -> draft.heapMib = mib);
    }

    private Shape with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.shape();
    }

    /** One that can still be changed. */
    private static final class Draft {
        private final List<SimulatedServer> servers;
        private int validators;
        private Joining joining;
        private int timeFactor;
        private KubeletTimings kubelet;
        private Duration heartbeat;
        private Duration bountyAnnouncements;
        private int heapMib;
        private boolean shortLived;
        private Kubernetes kubernetes;

        Draft(Shape from) {
            servers = from.servers;
            validators = from.validators;
            joining = from.joining;
            timeFactor = from.timeFactor;
            kubelet = from.kubelet;
            heartbeat = from.heartbeat;
            bountyAnnouncements = from.bountyAnnouncements;
            heapMib = from.heapMib;
            shortLived = from.shortLived;
            kubernetes = from.kubernetes;
        }

        Shape shape() {
            return new Shape(
                    servers,
                    validators,
                    joining,
                    timeFactor,
                    kubelet,
                    heartbeat,
                    bountyAnnouncements,
                    heapMib,
                    shortLived,
                    kubernetes);
        }
    }

    public static List<SimulatedServer> l40sServers(int count, int gpusEach) {
        return IntStream.range(0, count)
                .mapToObj(n -> new SimulatedServer(
                        "gpu-%04d".formatted(n),
                        GpuModel.L40S,
                        gpusEach,
                        Loopback.ownAddress(n),
                        128,
                        1_056_768_000L,
                        4000))
                .toList();
    }
}
