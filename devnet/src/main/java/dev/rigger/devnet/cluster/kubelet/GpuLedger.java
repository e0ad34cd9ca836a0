package dev.rigger.devnet.cluster.kubelet;

import dev.rigger.devnet.cluster.faults.Incident;
import dev.rigger.devnet.cluster.faults.Incidents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which running container sees which GPU of which node; two at once are an incident. */
final class GpuLedger {
    private final Map<String, Map<String, String>> holdersByNode = new HashMap<>();
    private final Incidents incidents;

    GpuLedger(Incidents incidents) {
        this.incidents = incidents;
    }

    synchronized void take(String node, String podName, List<String> gpuIds) {
        Map<String, String> holders = holdersByNode.computeIfAbsent(node, n -> new HashMap<>());
        for (String gpu : gpuIds) {
            String other = holders.put(gpu, podName);
            if (other != null && !other.equals(podName)) {
                incidents.record(
                        Incident.Code.GPU_SHARED,
                        "GPU " + gpu + " of " + node + " is seen by " + other + " and by " + podName);
            }
        }
    }

    synchronized void giveBack(String node, String podName) {
        holdersByNode.getOrDefault(node, new HashMap<>()).values().removeIf(podName::equals);
    }
}
