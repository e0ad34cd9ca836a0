package dev.rigger.graval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NvidiaSmiTest {
    @TempDir
    private Path folder;

    @Test
    void everyGpuIsReadAndWhatItDoesNotTellStaysEmpty() throws IOException {
        GpuTelemetry telemetry = toolThat("""
            case "$1" in
              --query-gpu=*)
                echo "GPU-00112233-4455-6677-8899-aabbccddeeff, 41, 98.35, 1980, 1024, 143771, 00000000:3B:00.0, Disabled"
                echo "GPU-ffeeddcc-bbaa-9988-7766-554433221100, 38, [N/A], [Not Supported], 0, 143771, 00000000:AF:00.0, [N/A]" ;;
              --query-compute-apps=*)
                echo "GPU-00112233-4455-6677-8899-aabbccddeeff, 4711, 1016, python, serve.py"
                echo "GPU-00112233-4455-6677-8899-aabbccddeeff, 4712, [N/A], other" ;;
            esac
            """).read();
        assertThat(telemetry)
                .isInstanceOfSatisfying(
                        GpuTelemetry.Read.class,
                        read -> assertThat(read.gpus())
                                .containsExactly(
                                        new GpuTelemetry.Gpu(
                                                "00112233445566778899aabbccddeeff",
                                                OptionalDouble.of(41),
                                                OptionalDouble.of(98.35),
                                                OptionalDouble.of(1980),
                                                OptionalDouble.of(1024),
                                                OptionalDouble.of(143_771),
                                                Optional.of("00000000:3B:00.0"),
                                                Optional.of(false),
                                                List.of(
                                                        new GpuTelemetry.GpuProcess(
                                                                4711, "python, serve.py", OptionalDouble.of(1016)),
                                                        new GpuTelemetry.GpuProcess(
                                                                4712, "other", OptionalDouble.empty()))),
                                        new GpuTelemetry.Gpu(
                                                "ffeeddccbbaa99887766554433221100",
                                                OptionalDouble.of(38),
                                                OptionalDouble.empty(),
                                                OptionalDouble.empty(),
                                                OptionalDouble.of(0),
                                                OptionalDouble.of(143_771),
                                                Optional.of("00000000:AF:00.0"),
                                                Optional.empty(),
                                                List.of())));
    }

    @Test
    void aToolThatIsMissingOrFailsSaysSo() throws IOException {
        assertThat(new NvidiaSmi(folder.resolve("nothing").toString()).read()).isInstanceOf(GpuTelemetry.Absent.class);
        NvidiaSmi failing = toolThat("echo no devices were found; exit 6");
        assertThat(failing.read())
                .isInstanceOfSatisfying(
                        GpuTelemetry.Absent.class,
                        absent -> assertThat(absent.why()).endsWith("ended with status 6: no devices were found"));
    }

    private NvidiaSmi toolThat(String script) throws IOException {
        Path tool = folder.resolve("nvidia-smi");
        Files.writeString(tool, "#!/bin/sh\n" + script);
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        return new NvidiaSmi(tool.toString());
    }
}
