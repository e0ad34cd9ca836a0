package dev.rigger.devnet.cluster.hardware;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A simulated GPU server, which is a node of the simulated cluster.
 *
 * @param address its own loopback address, so that address and port stay unique
 * @param memoryKib RAM
 * @param diskGib ephemeral storage
 */
public record SimulatedServer(
        String name, GpuModel gpu, int gpuCount, String address, int cpus, long memoryKib, long diskGib) {

    /** The devnet's three servers: 8 × h200, 8 × a100, 4 × l40s. */
    public static List<SimulatedServer> threeServers() {
        return List.of(
                new SimulatedServer("h200-0", GpuModel.H200, 8, "127.0.1.1", 192, 2_113_536_000L, 8000),
                new SimulatedServer("a100-0", GpuModel.A100, 8, "127.0.1.2", 128, 1_056_768_000L, 4000),
                new SimulatedServer("l40s-0", GpuModel.L40S, 4, "127.0.1.3", 64, 528_384_000L, 2000));
    }

    /** Ids of its GPUs in order, 32 hex digits each: the same in every simulated part of the devnet. */
    public List<String> gpuIds() {
        return IntStream.range(0, gpuCount).mapToObj(this::gpuId).toList();
    }

    private String gpuId(int index) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("rigger-devnet/" + name + "/" + index).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** The node object, with the labels a GPU operator and a miner's set-up give it. */
    public ObjectNode node() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.withObject("/metadata").put("name", name);
        node.withObject("/metadata/labels")
                .put("kubernetes.io/hostname", name)
                .put("kubernetes.io/arch", "amd64")
                .put("kubernetes.io/os", "linux")
                .put("nvidia.com/gpu.present", "true")
                .put("nvidia.com/gpu.count", Integer.toString(gpuCount))
                .put("nvidia.com/gpu.memory", Long.toString(gpu.memoryMib()))
                .put("nvidia.com/gpu.product", gpu.deviceName().replace(' ', '-'))
                .put("chutes/external-ip", address);
        ObjectNode status = node.withObject("/status");
        for (String resources : List.of("capacity", "allocatable")) {
            status.withObject("/" + resources)
                    .put("cpu", Integer.toString(cpus))
                    .put("memory", memoryKib + "Ki")
                    .put("ephemeral-storage", diskGib + "Gi")
                    .put("pods", "110")
                    .put("nvidia.com/gpu", Integer.toString(gpuCount));
        }
        status.putArray("addresses").addObject().put("type", "InternalIP").put("address", address);
        status.withArray("/addresses").addObject().put("type", "Hostname").put("address", name);
        status.putArray("conditions")
                .addObject()
                .put("type", "Ready")
                .put("status", "True")
                .put("reason", "KubeletReady");
        status.withObject("/nodeInfo").put("kubeletVersion", "v1.34.2").put("architecture", "amd64");
        return node;
    }
}
