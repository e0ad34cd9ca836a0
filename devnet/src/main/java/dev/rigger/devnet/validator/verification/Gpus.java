package dev.rigger.devnet.validator.verification;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.validator.platform.Device;
import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.WorkSize;
import java.util.LinkedHashMap;
import java.util.Map;

/** GPUs and their work, from the platform's words into those of GPV1. */
final class Gpus {
    private Gpus() {}

    static GpuIdentity identity(Device device) {
        return GpuIdentity.of(
                device.name(),
                device.uuid(),
                device.memory(),
                device.processors(),
                device.clockRate(),
                device.maxThreadsPerProcessor());
    }

    /** @param proof what each GPU says it did, by its uuid */
    static Answer answer(Map<String, String> plaintexts, Map<String, JsonNode> proof) {
        Map<String, String> roots = new LinkedHashMap<>();
        Map<String, WorkSize> sizes = new LinkedHashMap<>();
        proof.forEach((uuid, said) -> {
            JsonNode work = said.path("work_product");
            roots.put(uuid, work.path("intermediate_hashes").path(0).asText());
            if (work.has("rows")) {
                sizes.put(
                        uuid,
                        new WorkSize(
                                work.path("num_matrices").asInt(),
                                work.path("total_iterations").asInt(),
                                work.path("rows").asLong(),
                                work.path("groups").asLong()));
            }
        });
        return new Answer(plaintexts, roots, sizes);
    }
}
