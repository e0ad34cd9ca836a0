package dev.rigger.graval;

import java.util.List;
import java.util.OptionalDouble;

/** How this host's GPUs are doing. What is not known is empty, never zero. */
sealed interface GpuTelemetry {
    /** @param why nothing could be read */
    record Absent(String why) implements GpuTelemetry {}

    record Read(List<Gpu> gpus) implements GpuTelemetry {
        public Read {
            gpus = List.copyOf(gpus);
        }
    }

    /** @param uuid 32 lower-case hex digits */
    record Gpu(
            String uuid,
            OptionalDouble temperatureCelsius,
            OptionalDouble powerWatts,
            OptionalDouble smClockMhz,
            OptionalDouble memoryUsedMib,
            OptionalDouble memoryTotalMib) {}
}
