package dev.rigger.graval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NvidiaSmiTest {
    @TempDir
    private Path folder;

    @Test
    void everyGpuIsReadAndWhatItDoesNotTellStaysEmpty() throws IOException {
        GpuTelemetry telemetry = toolThat("""
                echo "GPU-00112233-4455-6677-8899-aabbccddeeff, 41, 98.35, 1980, 1024, 143771"
                echo "GPU-ffeeddcc-bbaa-9988-7766-554433221100, 38, [N/A], [Not Supported], 0, 143771"
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
                                                OptionalDouble.of(143_771)),
                                        new GpuTelemetry.Gpu(
                                                "ffeeddccbbaa99887766554433221100",
                                                OptionalDouble.of(38),
                                                OptionalDouble.empty(),
                                                OptionalDouble.empty(),
                                                OptionalDouble.of(0),
                                                OptionalDouble.of(143_771))));
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
