package dev.rigger.gpv1.attestation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.gpv1.attestation.AttestationRefusal.Code;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What {@code GET /server/attest} answers: {@code {"tdx_quote": base64, "nvtrust_evidence": "[{\"certificate\": base64,
 * \"evidence\": base64}, …]"}}. Not believed yet.
 */
public final class Evidence {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_GPUS = 16;

    private final byte[] quote;
    private final List<GpuEvidence> gpus;

    private Evidence(byte[] quote, List<GpuEvidence> gpus) {
        this.quote = quote;
        this.gpus = gpus;
    }

    /** @throws AttestationRefusal where it is none */
    public static Evidence read(byte[] body) {
        JsonNode json = json(body, Code.QUOTE_UNREADABLE, "the evidence");
        byte[] quote = base64(json.path("tdx_quote"), Code.QUOTE_UNREADABLE, "tdx_quote");
        JsonNode given = json.path("nvtrust_evidence");
        JsonNode list = given.isTextual()
                ? json(given.asText().getBytes(UTF_8), Code.GPU_EVIDENCE_UNREADABLE, "nvtrust_evidence")
                : given;
        if (!list.isArray() || list.size() > MOST_GPUS) {
            throw new AttestationRefusal(
                    Code.GPU_EVIDENCE_UNREADABLE, "nvtrust_evidence is no list of at most " + MOST_GPUS + " GPUs");
        }
        List<GpuEvidence> gpus = new ArrayList<>();
        for (JsonNode gpu : list) {
            gpus.add(new GpuEvidence(
                    base64(gpu.path("certificate"), Code.GPU_EVIDENCE_UNREADABLE, "a GPU's certificate"),
                    base64(gpu.path("evidence"), Code.GPU_EVIDENCE_UNREADABLE, "a GPU's evidence")));
        }
        return new Evidence(quote, List.copyOf(gpus));
    }

    byte[] quote() {
        return quote;
    }

    List<GpuEvidence> gpus() {
        return gpus;
    }

    private static JsonNode json(byte[] text, Code code, String what) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AttestationRefusal(code, what + " is not JSON", e);
        }
    }

    private static byte[] base64(JsonNode text, Code code, String what) {
        try {
            if (text.isTextual()) {
                return Base64.getDecoder().decode(text.asText());
            }
        } catch (IllegalArgumentException e) {
            throw new AttestationRefusal(code, what + " is not base64", e);
        }
        throw new AttestationRefusal(code, what + " is missing");
    }
}
