package dev.rigger.devnet.validator.world;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.validator.platform.Announcement;
import dev.rigger.devnet.validator.platform.Device;
import dev.rigger.devnet.validator.platform.GpuCatalogue;
import dev.rigger.devnet.validator.platform.NamedUuid;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** A rival's GPU host: it exists in the platform's inventory, and nowhere else. */
record RivalServer(String name, String host, String gpuType, List<String> gpus) {
    /** Names of GPU types as their drivers say them; a rival has no others. */
    private static final Map<String, String> MODELS = Map.of(
            "h200", "NVIDIA H200",
            "a100", "NVIDIA A100 80GB PCIe",
            "l40s", "NVIDIA L40S",
            "4090", "NVIDIA GeForce RTX 4090");

    static RivalServer of(String name, String host, String gpuType, int gpuCount) {
        List<String> gpus = IntStream.range(0, gpuCount)
                .mapToObj(index -> NamedUuid.of("gpu " + index + " of " + name).replace("-", ""))
                .toList();
        return new RivalServer(name, host, gpuType, gpus);
    }

    Announcement announcement(GpuCatalogue catalogue) {
        return new Announcement(
                name,
                name,
                IntStream.range(0, gpus.size())
                        .mapToObj(index -> device(catalogue, gpus.get(index), index))
                        .toList());
    }

    List<Device> devices(GpuCatalogue catalogue, List<String> uuids) {
        return uuids.stream()
                .map(uuid -> device(catalogue, uuid, gpus.indexOf(uuid)))
                .toList();
    }

    private Device device(GpuCatalogue catalogue, String uuid, int index) {
        JsonNode type = Objects.requireNonNull(catalogue.entries().get(gpuType));
        return new Device(
                uuid,
                Objects.requireNonNull(MODELS.get(gpuType)),
                type.path("memory").asLong() * 1_000_000_000L,
                type.path("processors").asInt(),
                type.path("clock_rate").path("boost").asDouble() * 1000,
                type.path("max_threads_per_processor").asInt(),
                index,
                gpuType,
                host,
                8_000);
    }
}
