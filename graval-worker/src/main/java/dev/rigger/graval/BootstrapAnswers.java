package dev.rigger.graval;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.AuditAnswer;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.OpenAnswer;
import dev.rigger.gpv1.WorkSize;
import dev.rigger.gpv1.prover.OutOfGpuMemoryException;
import dev.rigger.gpv1.prover.ServerWork;
import dev.rigger.gpv1.work.Opening;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

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
    ObjectNode proof(List<GpuIdentity> gpus, Challenge challenge, ServerWork proven) {
        Answer answer = proven.answer();
        ObjectNode root = devices(gpus);
        root.put("seed", challenge.seed());
        ObjectNode proofs = root.putObject("proof");
        for (int index = 0; index < gpus.size(); index++) {
            GpuIdentity gpu = gpus.get(index);
            String merkleRoot = answer.roots().get(gpu.uuid());
            WorkSize size = answer.sizes().get(gpu.uuid());
            if (merkleRoot == null || size == null) {
                continue;
            }
            ObjectNode work = proofs.putObject(gpu.uuid())
                    .put("device_id", index)
                    .put("device_uuid", gpu.uuid())
                    .put("device_name", gpu.name())
                    .putObject("work_product");
            work.putArray("intermediate_hashes").add(merkleRoot);
            work.put("num_matrices", size.layers())
                    .put("total_iterations", size.passes())
                    .put("scheme", "gpv1")
                    .put("rows", size.rows())
                    .put("groups", size.groups());
        }
        ObjectNode plaintexts = root.putObject("plaintext");
        answer.plaintexts().forEach(plaintexts::put);
        ObjectNode timing = root.putObject("timing");
        answer.roots().keySet().forEach(uuid -> {
            ObjectNode ofGpu = timing.putObject(uuid);
            proven.times(uuid)
                    .byPart()
                    .forEach((part, took) -> ofGpu.put(part.name().toLowerCase(Locale.ROOT) + "_ms", took.toMillis()));
        });
        return root;
    }

    /** {@code POST /audit}. All GPUs scan side by side, so all of them took as long. */
    ObjectNode audit(long seed, AuditAnswer answer, Duration elapsed) {
        ObjectNode root = json.createObjectNode().put("seed", seed).put("audit", answer.audit());
        ObjectNode roots = root.putObject("roots");
        ObjectNode times = root.putObject("elapsed_ms");
        answer.roots().forEach((uuid, ofGpu) -> {
            ofGpu.forEach(roots.putArray(uuid)::add);
            times.put(uuid, elapsed.toMillis());
        });
        return root;
    }

    /** {@code POST /open}. */
    ObjectNode opened(long seed, OpenAnswer answer) {
        ObjectNode root = json.createObjectNode().put("seed", seed);
        ObjectNode open = root.putObject("open");
        answer.opened().forEach((uuid, ofGpu) -> {
            ArrayNode rows = open.putArray(uuid);
            ofGpu.forEach(opened -> row(opened, rows.addObject()));
        });
        return root;
    }

    private static void row(OpenAnswer.Opened opened, ObjectNode row) {
        Opening opening = opened.opening();
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        opening.entries().forEach(entries::writeBytes);
        row.put("audit", opened.audit())
                .put("step", opened.step())
                .put("row", opening.row())
                .put("group", opening.group())
                .put("entries", Base64.getEncoder().encodeToString(entries.toByteArray()));
        ArrayNode siblings = row.putArray("siblings");
        opening.siblings().forEach(sibling -> siblings.add(HexFormat.of().formatHex(sibling)));
    }

    /** {@code POST /release}. */
    ObjectNode released() {
        return json.createObjectNode().put("released", true);
    }

    /** {@code GET /telemetry}: what is not known is not there. */
    ObjectNode telemetry(GpuTelemetry telemetry, KernelLog kernelLog) {
        ObjectNode root = json.createObjectNode();
        ArrayNode gpus = root.putArray("gpus");
        if (!kernelLog.absentBecause().isEmpty()) {
            root.put("xid_errors_absent_because", kernelLog.absentBecause());
        }
        switch (telemetry) {
            case GpuTelemetry.Absent absent -> root.put("absent_because", absent.why());
            case GpuTelemetry.Read read ->
                read.gpus().forEach(gpu -> {
                    ObjectNode node = gpus.addObject().put("uuid", gpu.uuid());
                    gpu.temperatureCelsius().ifPresent(value -> node.put("temperature_celsius", value));
                    gpu.powerWatts().ifPresent(value -> node.put("power_watts", value));
                    gpu.smClockMhz().ifPresent(value -> node.put("sm_clock_mhz", value));
                    gpu.memoryUsedMib().ifPresent(value -> node.put("memory_used_mib", value));
                    gpu.memoryTotalMib().ifPresent(value -> node.put("memory_total_mib", value));
                    gpu.sliced().ifPresent(value -> node.put("mig", value));
                    ArrayNode processes = node.putArray("processes");
                    gpu.processes().forEach(process -> process(process, processes.addObject()));
                    gpu.pciBus().flatMap(kernelLog::errorsOf).ifPresent(errors -> {
                        ArrayNode xids = node.putArray("xid_errors");
                        errors.forEach((code, count) ->
                                xids.addObject().put("code", code).put("count", count));
                    });
                });
        }
        return root;
    }

    private static void process(GpuTelemetry.GpuProcess process, ObjectNode node) {
        node.put("pid", process.pid()).put("name", process.name());
        process.memoryMib().ifPresent(value -> node.put("memory_mib", value));
    }

    /** A GPU has less memory than the work fills. */
    ObjectNode outOfMemory(OutOfGpuMemoryException e) {
        return error(
                        e.what() + ".",
                        ProofRefusal.OUT_OF_GPU_MEMORY.name(),
                        "Free that GPU (GET /telemetry tells the miner who holds it), and ask again.")
                .put("uuid", e.uuid())
                .put("free", e.freeBytes())
                .put("needed", e.neededBytes());
    }

    /** Every error: what in {@code detail}, why in {@code code}, what next in {@code next}. */
    ObjectNode error(String what, String code, String next) {
        return json.createObjectNode().put("detail", what).put("code", code).put("next", next);
    }
}
