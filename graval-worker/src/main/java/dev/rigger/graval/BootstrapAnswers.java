package dev.rigger.graval;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.Profile;
import java.util.List;

/** The verification port's answers in the bootstrap server's JSON. */
final class BootstrapAnswers {
    private final ObjectMapper json;

    BootstrapAnswers(ObjectMapper json) {
        this.json = json;
    }

    /** {@code GET /devices}. */
    ObjectNode devices(List<GpuIdentity> gpus) {
        ObjectNode root = json.createObjectNode();
        ArrayNode devices = root.putArray("devices");
        for (GpuIdentity gpu : gpus) {
            devices.addObject()
                    .put("name", gpu.name())
                    .put("uuid", gpu.uuid())
                    .put("memory", gpu.memoryBytes())
                    .put("processors", gpu.processors())
                    .put("clock_rate", (double) gpu.clockKhz())
                    .put("max_threads_per_processor", gpu.maxThreadsPerProcessor());
        }
        return root;
    }

    /** {@code POST /prove}. */
    ObjectNode proof(List<GpuIdentity> gpus, Challenge challenge, Answer answer) {
        ObjectNode root = devices(gpus);
        root.put("seed", challenge.seed());
        ObjectNode proofs = root.putObject("proof");
        Profile profile = challenge.profile();
        for (int index = 0; index < gpus.size(); index++) {
            GpuIdentity gpu = gpus.get(index);
            String merkleRoot = answer.roots().get(gpu.uuid());
            if (merkleRoot == null) {
                continue;
            }
            ObjectNode work = proofs.putObject(gpu.uuid())
                    .put("device_id", index)
                    .put("device_uuid", gpu.uuid())
                    .put("device_name", gpu.name())
                    .putObject("work_product");
            work.putArray("intermediate_hashes").add(merkleRoot);
            work.put("num_matrices", profile.layers())
                    .put("total_iterations", profile.passes())
                    .put("scheme", "gpv1")
                    .put("rows", profile.rowsFor(gpu))
                    .put("groups", profile.groupsFor(gpu));
        }
        ObjectNode plaintexts = root.putObject("plaintext");
        answer.plaintexts().forEach(plaintexts::put);
        return root;
    }

    /** Every error: what in {@code detail}, why in {@code code}, what next in {@code next}. */
    ObjectNode error(String what, String code, String next) {
        return json.createObjectNode().put("detail", what).put("code", code).put("next", next);
    }
}
