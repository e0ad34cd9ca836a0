package dev.rigger.app.bench.system;

import dev.rigger.devnet.cluster.hardware.GpuModel;
import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import dev.rigger.devnet.cluster.kubelet.KubeletTimings;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a whole system is made of.
 *
 * @param validators among which the servers are dealt out, one after another
 * @param gpuHosts whether each server has a host process's work done for it, so that it can be onboarded
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
        boolean gpuHosts,
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
    private static final int SERVERS_A_BYTE = 200;

    /** What servers are nodes of. */
    public enum Kubernetes {
        /** Our own small API server with its controllers, in this process. */
        SIMULATED,
        /** A real control plane, with a simulated kubelet for each server. */
        REAL,
        /** A real API server alone: pods are what somebody writes. */
        REAL_WITHOUT_LIFE
    }

    /** A few servers that are onboarded one by one, twenty times as fast as in life. */
    public static Shape small(List<SimulatedServer> servers) {
        return new Shape(
                servers,
                1,
                true,
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
        return new Shape(
                servers,
                1,
                false,
                timeFactor,
                KubeletTimings.QUICK,
                HEARTBEAT,
                ANNOUNCEMENTS,
                HEAP_MIB,
                true,
                Kubernetes.SIMULATED);
    }

    public Shape withValidators(int count) {
        return new Shape(
                servers,
                count,
                gpuHosts,
                timeFactor,
                kubelet,
                heartbeat,
                bountyAnnouncements,
                heapMib,
                shortLived,
                kubernetes);
    }

    /** The servers that work for that one of the validators. */
    List<SimulatedServer> serversOf(int validator) {
        return IntStream.range(0, servers.size())
                .filter(n -> n % validators == validator)
                .mapToObj(servers::get)
                .toList();
    }

    public Shape withKubelet(KubeletTimings timings) {
        return new Shape(
                servers,
                validators,
                gpuHosts,
                timeFactor,
                timings,
                heartbeat,
                bountyAnnouncements,
                heapMib,
                shortLived,
                kubernetes);
    }

    public Shape withHeartbeat(Duration each) {
        return new Shape(
                servers,
                validators,
                gpuHosts,
                timeFactor,
                kubelet,
                each,
                bountyAnnouncements,
                heapMib,
                shortLived,
                kubernetes);
    }

    public Shape withBountyAnnouncements(Duration apart) {
        return new Shape(
                servers, validators, gpuHosts, timeFactor, kubelet, heartbeat, apart, heapMib, shortLived, kubernetes);
    }

    public Shape withTimeFactor(int factor) {
        return new Shape(
                servers,
                validators,
                gpuHosts,
                factor,
                kubelet,
                heartbeat,
                bountyAnnouncements,
                heapMib,
                shortLived,
                kubernetes);
    }

    public Shape longLived() {
        return new Shape(
                servers,
                validators,
                gpuHosts,
                timeFactor,
                kubelet,
                heartbeat,
                bountyAnnouncements,
                heapMib,
                false,
                kubernetes);
    }

    public Shape on(Kubernetes wanted) {
        return new Shape(
                servers,
                validators,
                gpuHosts,
                timeFactor,
                kubelet,
                heartbeat,
                bountyAnnouncements,
                heapMib,
                shortLived,
                wanted);
    }

    public Shape withHeap(int mib) {
        return new Shape(
                servers,
                validators,
                gpuHosts,
                timeFactor,
                kubelet,
                heartbeat,
                bountyAnnouncements,
                mib,
                shortLived,
                kubernetes);
    }

    public static List<SimulatedServer> l40sServers(int count, int gpusEach) {
        return IntStream.range(0, count)
                .mapToObj(n -> new SimulatedServer(
                        "gpu-%04d".formatted(n),
                        GpuModel.L40S,
                        gpusEach,
                        "127.0.%d.%d".formatted(3 + n / SERVERS_A_BYTE, 1 + n % SERVERS_A_BYTE),
                        128,
                        1_056_768_000L,
                        4000))
                .toList();
    }
}
