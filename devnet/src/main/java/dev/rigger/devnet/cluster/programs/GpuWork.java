package dev.rigger.devnet.cluster.programs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.WorkSize;
import dev.rigger.gpv1.prover.CpuProver;
import dev.rigger.gpv1.prover.HeldWork;
import java.util.HexFormat;
import java.util.Map;

/** What a pod's GPUs do for the launch, with the CPU's arithmetic: GPV1's work where the claim's answer asks for it. */
final class GpuWork {
    private GpuWork() {}

    /**
     * The session key, and what each GPU did.
     *
     * @param keyHex 32 hex digits
     */
    record Done(String keyHex, ObjectNode proof) {}

    /**
     * Does what the claim's answer asks for.
     *
     * @param gpus as they were claimed
     * @throws IllegalArgumentException when the key cannot be had
     */
    static Done of(JsonNode claimAnswer, JsonNode gpus) {
        JsonNode symmetric = claimAnswer.path("symmetric_key");
        String ciphertext = symmetric.path("ciphertext").asText();
        ObjectNode proof = JsonNodeFactory.instance.objectNode();
        if (!claimAnswer.path("scheme").asText("none").equals("gpv1")) {
            gpus.forEach(
                    gpu -> tell(proof, gpu, 1, claimAnswer.path("iterations").asInt(1)));
            return new Done(checked(ciphertext), proof);
        }
        String chosen = symmetric.path("uuid").asText();
        String key = "";
        for (JsonNode gpu : gpus) {
            GpuIdentity identity = identity(gpu);
            // Only the chosen GPU's boxes hold the key; the others do the same work with boxes that stay shut.
            Challenge challenge = challenge(claimAnswer, Map.of(identity.uuid(), ciphertext));
            try (HeldWork work = new CpuProver().prove(identity, challenge, ProofWatch.NONE)) {
                WorkSize size = WorkSize.of(challenge.profile(), identity);
                ObjectNode product = tell(proof, gpu, size.layers(), size.passes());
                product.withArray("intermediate_hashes").add(HexFormat.of().formatHex(work.root()));
                product.put("rows", size.rows()).put("groups", size.groups());
                if (identity.uuid().equals(chosen)) {
                    key = work.plaintext()
                            .orElseThrow(
                                    () -> new IllegalArgumentException("the boxes of GPU " + chosen + " stay shut"));
                }
            }
        }
        return new Done(checked(key), proof);
    }

    private static Challenge challenge(JsonNode claimAnswer, Map<String, String> ciphertexts) {
        JsonNode asked = claimAnswer.path("profile");
        Profile profile = new Profile(
                "custom",
                asked.path("n").asInt(),
                asked.path("t").asInt(),
                claimAnswer.path("iterations").asInt(),
                asked.path("gs").asInt(),
                asked.path("rows").asLong(),
                0,
                1);
        return new Challenge(claimAnswer.path("seed").asLong(), profile, ciphertexts);
    }

    private static ObjectNode tell(ObjectNode proof, JsonNode gpu, int matrices, int iterations) {
        String uuid = gpu.path("uuid").asText();
        ObjectNode device = proof.putObject(uuid);
        device.put("device_id", proof.size() - 1).put("device_uuid", uuid);
        device.put("device_name", gpu.path("name").asText());
        ObjectNode product = device.putObject("work_product");
        product.putArray("intermediate_hashes");
        return product.put("num_matrices", matrices).put("total_iterations", iterations);
    }

    private static GpuIdentity identity(JsonNode gpu) {
        return GpuIdentity.of(
                gpu.path("name").asText(),
                gpu.path("uuid").asText(),
                gpu.path("memory").asLong(),
                gpu.path("processors").asInt(),
                gpu.path("clock_rate").asDouble(),
                gpu.path("max_threads_per_processor").asInt());
    }

    private static String checked(String keyHex) {
        if (!keyHex.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("the claim's answer holds no key of 32 hex digits");
        }
        return keyHex;
    }
}
