package dev.rigger.graval;

import java.util.List;
import java.util.Optional;
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

    /**
     * @param uuid 32 lower-case hex digits
     * @param sliced whether it is cut into instances (MIG), which cannot prove
     */
    record Gpu(
            String uuid,
            OptionalDouble temperatureCelsius,
            OptionalDouble powerWatts,
            OptionalDouble smClockMhz,
            OptionalDouble memoryUsedMib,
            OptionalDouble memoryTotalMib,
            Optional<String> pciBus,
            Optional<Boolean> sliced,
            List<GpuProcess> processes) {
        public Gpu {
            processes = List.copyOf(processes);
        }
    }

    /** What computes on a GPU, this process included. */
    record GpuProcess(long pid, String name, OptionalDouble memoryMib) {}
}
