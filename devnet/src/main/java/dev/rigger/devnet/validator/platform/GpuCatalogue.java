package dev.rigger.devnet.validator.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.WireJson;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.catalogue.GpuClass;
import dev.rigger.gpv1.catalogue.ProofClass;
import dev.rigger.gpv1.catalogue.ProofClasses;
import dev.rigger.gpv1.host.ProofPlan;
import dev.rigger.gpv1.verifier.Terms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The GPU types the platform knows, in the order in which names are matched; {@code GET /nodes/supported}. */
public final class GpuCatalogue {
    private static final double DEAREST_HOURLY_RATE = 4.5;
    private static final double GIB_OVER_GB = 1.073741824;
    private static final double DEAREST_OVER_CHEAPEST = 2.5;

    private final Map<String, JsonNode> entries;

    private GpuCatalogue(Map<String, JsonNode> entries) {
        this.entries = entries;
    }

    /** The project's one catalogue, in the words of the wire. */
    public static GpuCatalogue standard() {
        ProofClasses proofs = ProofClasses.shipped();
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        for (GpuClass type : dev.rigger.gpv1.catalogue.GpuCatalogue.shipped().classes()) {
            ObjectNode entry = entry(type);
            proofs.byShortRef(type.shortRef()).ifPresent(proof -> entry.set("gpv1", gpv1(proof)));
            entries.put(type.shortRef(), entry);
        }
        return new GpuCatalogue(entries);
    }

    private static ObjectNode entry(GpuClass type) {
        ObjectNode entry = WireJson.MAPPER
                .createObjectNode()
                .put("model_name_check", type.modelName().pattern())
                .put("memory", type.memoryGb());
        GpuClass.Details details = type.details();
        if (details != null) {
            entry.put("major", details.major())
                    .put("minor", details.minor())
                    .put("tensor_cores", details.tensorCores())
                    .put("concurrent_kernels", details.concurrentKernels())
                    .put("ecc", details.ecc())
                    .put("sxm", details.sxm());
        }
        entry.put("processors", type.processors())
                .putObject("clock_rate")
                .put("base", type.clockBaseMhz())
                .put("boost", type.clockBoostMhz());
        entry.put("max_threads_per_processor", type.maxThreadsPerProcessor())
                .put("hourly_rate", type.hourlyRateUsd())
                .putObject("graval")
                .put("iterations", type.gravalIterations())
                .put("estimate", type.gravalEstimateSeconds());
        return entry;
    }

    /** What the type's full proof is, and by when its answers are due. */
    private static ObjectNode gpv1(ProofClass proof) {
        Profile profile = proof.profile();
        Terms terms = ProofPlan.full(proof).terms();
        ObjectNode entry = WireJson.MAPPER
                .createObjectNode()
                .put("n", profile.order())
                .put("t", profile.layers())
                .put("r", profile.passes())
                .put("gs", profile.groupRows())
                .put("pct", profile.vramPercent())
                .put("estimate_s", proof.estimate().toMillis() / 1_000.0);
        entry.putArray("window").add(terms.shortest()).add(terms.longest());
        return entry.put("audits", terms.audits())
                .put("audit_steps", terms.auditSteps())
                .put("audit_step_ms", proof.auditStep().toMillis());
    }

    public Map<String, JsonNode> entries() {
        return entries;
    }

    /** Share of the dearest type's price: what one such GPU adds to a multiplier. */
    public double multiplierOf(List<String> supported, int gpuCount) {
        double cheapest = supported.stream().mapToDouble(this::hourlyRate).min().orElse(DEAREST_HOURLY_RATE);
        return gpuCount * cheapest / DEAREST_HOURLY_RATE;
    }

    /** Seconds one proof over a whole server may be expected to take. */
    public double estimateSeconds(String type) {
        return entry(type).path("graval").path("estimate").asDouble();
    }

    public int iterations(String type) {
        return entry(type).path("graval").path("iterations").asInt();
    }

    /** The types a node selector leaves; nothing to choose from means everything. */
    public List<String> select(@Nullable List<String> chosen, int minVramGb) {
        List<String> include = chosen == null || chosen.isEmpty() ? null : chosen;
        List<String> fitting = entries.keySet().stream()
                .filter(type -> include == null ? !type.equals("mi300x") : include.contains(type))
                .filter(type -> entry(type).path("memory").asInt() >= minVramGb)
                .toList();
        if (include != null || fitting.isEmpty()) {
            return fitting;
        }
        double cheapest = fitting.stream().mapToDouble(this::hourlyRate).min().orElseThrow();
        return fitting.stream()
                .filter(type -> type.equals("pro_6000") || hourlyRate(type) <= DEAREST_OVER_CHEAPEST * cheapest)
                .toList();
    }

    /**
     * Refuses with 400 a GPU whose declared properties no type has.
     *
     * @param attested whether it is a confidential machine's: what such a machine leaves out is not asked for
     */
    public void validate(Device device, boolean attested) {
        List<String> problems = new ArrayList<>();
        String type = entries.keySet().stream()
                .filter(key -> Pattern.compile(
                                entry(key).path("model_name_check").asText())
                        .matcher(device.name())
                        .find())
                .findFirst()
                .orElse(null);
        if (type == null) {
            problems.add("no supported GPU is called " + device.name());
        } else {
            compare(device, attested, type, entry(type), problems);
        }
        if (!problems.isEmpty()) {
            throw new Refusal(
                    400, "GPU parameter validation error: " + device.uuid() + ": " + String.join("; ", problems));
        }
    }

    private static void compare(Device device, boolean attested, String type, JsonNode entry, List<String> problems) {
        if (!type.equals(device.gpuIdentifier())) {
            problems.add("declared as " + device.gpuIdentifier() + " but its name is that of " + type);
        }
        long gigabytes = Math.floorDiv(device.memory(), 1_000_000_000L);
        int nominal = entry.path("memory").asInt();
        if (gigabytes < nominal - 1 || gigabytes > nominal * GIB_OVER_GB + 1) {
            problems.add("memory is " + gigabytes + " GB, expected " + nominal);
        }
        boolean untold = attested && device.processors() == 0;
        if (!untold && device.processors() != entry.path("processors").asInt()) {
            problems.add("processors are " + device.processors() + ", expected "
                    + entry.path("processors").asInt());
        }
        double megahertz = device.clockRate() / 1000;
        double base = entry.path("clock_rate").path("base").asDouble();
        double boost = entry.path("clock_rate").path("boost").asDouble();
        if (megahertz < base || megahertz > boost * 1.1) {
            problems.add("clock is " + megahertz + " MHz, expected " + base + " to " + boost * 1.1);
        }
        Integer port = device.verificationPort();
        if (port == null || port < 80 || port > 65_535) {
            problems.add("verification_port is " + port + ", expected 80 to 65535");
        }
        Integer index = device.deviceIndex();
        if (index == null || index < 0 || index > 9) {
            problems.add("device_index is " + index + ", expected 0 to 9");
        }
    }

    /** USD an hour for one GPU. */
    public double hourlyRate(String type) {
        return entry(type).path("hourly_rate").asDouble(DEAREST_HOURLY_RATE);
    }

    private JsonNode entry(String type) {
        JsonNode entry = entries.get(type);
        return entry == null ? WireJson.MAPPER.missingNode() : entry;
    }
}
