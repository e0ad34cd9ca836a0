package dev.rigger.graval;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Reads the GPUs' telemetry from the driver's own tool, which is there wherever the driver is. It does not tell XID errors: see
 * {@link KernelLog}.
 */
final class NvidiaSmi {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String GPUS =
            "--query-gpu=uuid,temperature.gpu,power.draw,clocks.sm,memory.used,memory.total,pci.bus_id,mig.mode.current";
    private static final String PROCESSES = "--query-compute-apps=gpu_uuid,pid,used_gpu_memory,process_name";
    private static final String FORMAT = "--format=csv,noheader,nounits";
    private static final int FIELDS = 8;
    private static final int PROCESS_FIELDS = 4;

    private final String command;

    /** @param command usually {@code nvidia-smi} */
    NvidiaSmi(String command) {
        this.command = command;
    }

    /** Asks now; takes up to twenty seconds where the driver hangs. */
    GpuTelemetry read() {
        return switch (ask(GPUS)) {
            case Told.Nothing nothing -> new GpuTelemetry.Absent(nothing.why());
            case Told.Lines gpus -> {
                // Older drivers do not tell of processes; the rest is worth having.
                List<String> processes = ask(PROCESSES) instanceof Told.Lines lines ? lines.lines() : List.of();
                yield new GpuTelemetry.Read(
                        gpus.lines().stream().map(line -> gpu(line, processes)).toList());
            }
        };
    }

    private sealed interface Told {
        record Lines(List<String> lines) implements Told {}

        record Nothing(String why) implements Told {}
    }

    private Told ask(String question) {
        try {
            Process process = new ProcessBuilder(command, question, FORMAT)
                    .redirectErrorStream(true)
                    .start();
            // Read beside the wait: a tool that hangs must not keep the reader for ever.
            CompletableFuture<String> output =
                    CompletableFuture.supplyAsync(() -> text(process), Thread::startVirtualThread);
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return new Told.Nothing(command + " did not answer within " + PATIENCE.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                return new Told.Nothing(command + " ended with status " + process.exitValue() + ": "
                        + output.join().strip());
            }
            return new Told.Lines(
                    output.join().lines().filter(line -> !line.isBlank()).toList());
        } catch (IOException e) {
            return new Told.Nothing("there is no " + command + " here");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Told.Nothing("this host is stopping");
        }
    }

    private static String text(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "its output could not be read: " + e.getMessage();
        }
    }

    private static GpuTelemetry.Gpu gpu(String line, List<String> processes) {
        String[] f = line.split(",", -1);
        if (f.length != FIELDS) {
            throw new IllegalStateException("nvidia-smi answered a line of " + f.length + " fields: " + line);
        }
        String uuid = uuid(f[0]);
        return new GpuTelemetry.Gpu(
                uuid,
                number(f[1]),
                number(f[2]),
                number(f[3]),
                number(f[4]),
                number(f[5]),
                word(f[6]),
                word(f[7]).map("Enabled"::equals),
                processes.stream()
                        .map(process -> process.split(",", PROCESS_FIELDS))
                        .filter(process -> process.length == PROCESS_FIELDS
                                && uuid(process[0]).equals(uuid))
                        .map(process -> new GpuTelemetry.GpuProcess(
                                Long.parseLong(process[1].strip()), process[3].strip(), number(process[2])))
                        .toList());
    }

    private static String uuid(String field) {
        return field.strip().toLowerCase(Locale.ROOT).replace("gpu-", "").replace("-", "");
    }

    /** The tool writes words in brackets where a GPU does not tell. */
    private static Optional<String> word(String field) {
        String text = field.strip();
        return text.isEmpty() || text.startsWith("[") || text.equals("N/A") ? Optional.empty() : Optional.of(text);
    }

    private static OptionalDouble number(String field) {
        try {
            return word(field).stream().mapToDouble(Double::parseDouble).findFirst();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
