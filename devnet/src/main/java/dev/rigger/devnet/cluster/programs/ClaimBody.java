package dev.rigger.devnet.cluster.programs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.cluster.hardware.GpuModel;
import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a pod tells the validator when it claims its launch token: its GPUs, its host and its ports. */
public final class ClaimBody {
    private static final Pattern EXTRA_PORT = Pattern.compile("CHUTES_PORT_(TCP|UDP|HTTP)_(\\d+)");

    private final List<SimulatedServer> servers;

    public ClaimBody(List<SimulatedServer> servers) {
        this.servers = List.copyOf(servers);
    }

    ObjectNode of(Container container, JsonNode claims, String nonce) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode gpus = body.putArray("gpus");
        GpuModel model = servers.stream()
                .filter(s -> s.name().equals(container.nodeName()))
                .findFirst()
                .map(SimulatedServer::gpu)
                .orElseThrow(() -> new IllegalStateException("no server " + container.nodeName()));
        gpus(container)
                .forEach(uuid -> gpus.addObject()
                        .put("uuid", uuid)
                        .put("name", model.deviceName())
                        .put("memory", model.memoryBytes())
                        .put("processors", model.processors())
                        .put("clock_rate", model.clockRateKhz())
                        .put("max_threads_per_processor", model.maxThreadsPerProcessor())
                        .put("major", model.major())
                        .put("minor", model.minor()));
        Map<String, String> env = container.env();
        body.put("host", env.getOrDefault("CHUTES_EXTERNAL_HOST", ""));
        ArrayNode ports = body.putArray("port_mappings");
        port(ports, "tcp", 8000, env.getOrDefault("CHUTES_PORT_PRIMARY", "0"), true);
        port(ports, "tcp", 8001, env.getOrDefault("CHUTES_PORT_LOGGING", "0"), true);
        env.forEach((name, value) -> {
            Matcher extra = EXTRA_PORT.matcher(name);
            if (extra.matches()) {
                port(ports, extra.group(1).toLowerCase(Locale.ROOT), Integer.parseInt(extra.group(2)), value, false);
            }
        });
        body.put("egress", claims.path("egress").asBoolean());
        body.put("rint_nonce", nonce.strip());
        return body;
    }

    /** Ids of the GPUs the container sees, 32 hex digits each. */
    List<String> gpus(Container container) {
        return gpuIds(container.env());
    }

    /** The same from the environment of any container. */
    public static List<String> gpuIds(Map<String, String> env) {
        return Arrays.stream(env.getOrDefault("NVIDIA_VISIBLE_DEVICES", "").split(","))
                .map(id -> id.strip().replaceFirst("^GPU-", "").replace("-", "").toLowerCase(Locale.ROOT))
                .filter(id -> !id.isEmpty())
                .toList();
    }

    private static void port(ArrayNode ports, String protocol, int internal, String external, boolean standard) {
        ports.addObject()
                .put("proto", protocol)
                .put("internal_port", internal)
                .put("external_port", Integer.parseInt(external))
                .put("default", standard);
    }
}
