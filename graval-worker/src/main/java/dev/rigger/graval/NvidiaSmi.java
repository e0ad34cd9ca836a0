package dev.rigger.graval;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Reads the GPUs' telemetry from the driver's own tool, which is there wherever the driver is. It does not tell XID errors;
 * those are in the kernel's log.
 */
final class NvidiaSmi {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final List<String> QUESTION = List.of(
            "--query-gpu=uuid,temperature.gpu,power.draw,clocks.sm,memory.used,memory.total",
            "--format=csv,noheader,nounits");
    private static final int FIELDS = 6;

    private final String command;

    /** @param command usually {@code nvidia-smi} */
    NvidiaSmi(String command) {
        this.command = command;
    }

    /** Asks now; takes up to ten seconds where the driver hangs. */
    GpuTelemetry read() {
        try {
            Process process = new ProcessBuilder(command, QUESTION.get(0), QUESTION.get(1))
                    .redirectErrorStream(true)
                    .start();
            // Read beside the wait: a tool that hangs must not keep the reader for ever.
            CompletableFuture<String> output =
                    CompletableFuture.supplyAsync(() -> text(process), Thread::startVirtualThread);
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return new GpuTelemetry.Absent(command + " did not answer within " + PATIENCE.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                return new GpuTelemetry.Absent(command + " ended with status " + process.exitValue() + ": "
                        + output.join().strip());
            }
            return new GpuTelemetry.Read(output.join()
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(NvidiaSmi::gpu)
                    .toList());
        } catch (IOException e) {
            return new GpuTelemetry.Absent("there is no " + command + " here");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new GpuTelemetry.Absent("this host is stopping");
        }
    }

    private static String text(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "its output could not be read: " + e.getMessage();
        }
    }

    private static GpuTelemetry.Gpu gpu(String line) {
        String[] f = line.split(",", -1);
        if (f.length != FIELDS) {
            throw new IllegalStateException("nvidia-smi answered a line of " + f.length + " fields: " + line);
        }
        return new GpuTelemetry.Gpu(
                f[0].strip().toLowerCase(Locale.ROOT).replace("gpu-", "").replace("-", ""),
                number(f[1]),
                number(f[2]),
                number(f[3]),
                number(f[4]),
                number(f[5]));
    }

    /** The tool writes words in brackets where a GPU has no such sensor. */
    private static OptionalDouble number(String field) {
        String text = field.strip();
        try {
            return text.startsWith("[") || text.equals("N/A")
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
