package dev.rigger.gpv1.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An image of a confidential machine that a validator accepts, as {@code GET /servers/tee/measurements} lists it:
 * {@code {"version", "name", "mrtd", "rtmrs": {"rtmr0", …}, "expected_gpus", "gpu_count"}}.
 *
 * @param mrTd 48 bytes in hex
 * @param rtmrs those that are fixed, in hex, by their number
 * @param gpuTypes short names; empty is any
 * @param gpuCount 0 is any
 */
public record KnownImage(String version, String mrTd, Map<Integer, String> rtmrs, List<String> gpuTypes, int gpuCount) {
    private static final String REGISTER = "[0-9a-f]{96}";

    public KnownImage {
        if (!mrTd.matches(REGISTER)
                || rtmrs.isEmpty()
                || !rtmrs.values().stream().allMatch(r -> r.matches(REGISTER))) {
            throw new IllegalArgumentException("image " + version + " lacks a measurement of 48 bytes in hex");
        }
        rtmrs = Map.copyOf(rtmrs);
        gpuTypes = List.copyOf(gpuTypes);
    }

    /** @throws IllegalArgumentException where one of them has no measurements, which would let in everything */
    public static List<KnownImage> list(JsonNode images) {
        List<KnownImage> known = new ArrayList<>();
        for (JsonNode image : images) {
            Map<Integer, String> rtmrs = new TreeMap<>();
            for (int i = 0; i < 4; i++) {
                JsonNode register = image.path("rtmrs").path("rtmr" + i);
                if (register.isTextual()) {
                    rtmrs.put(i, lower(register));
                }
            }
            List<String> types = new ArrayList<>();
            image.path("expected_gpus").forEach(type -> types.add(type.asText()));
            known.add(new KnownImage(
                    image.path("version").asText("?"),
                    lower(image.path("mrtd")),
                    rtmrs,
                    types,
                    image.path("gpu_count").asInt(0)));
        }
        return known;
    }

    boolean measures(TdReport report) {
        return mrTd.equals(report.mrTdHex())
                && rtmrs.entrySet().stream()
                        .allMatch(register -> register.getValue().equals(report.rtmrHex(register.getKey())));
    }

    boolean fits(String gpuType, int gpus) {
        return (gpuTypes.isEmpty() || gpuTypes.contains(gpuType)) && (gpuCount == 0 || gpuCount == gpus);
    }

    private static String lower(JsonNode hex) {
        return hex.asText("").toLowerCase(Locale.ROOT);
    }
}
