package dev.rigger.app.bench;

import dev.rigger.app.bench.system.ControlPlaneProcess;
import dev.rigger.app.bench.system.WholeSystem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What the processes of a whole system have spent of the processors so far, by name. */
record CpuUse(Map<String, Duration> spent) {

    static CpuUse now(WholeSystem system, ControlPlaneProcess controlPlane) {
        Map<String, Duration> spent = new LinkedHashMap<>();
        spent.put("control plane", of(controlPlane.handle()));
        spent.put("Temporal", of(system.temporal().pid()));
        spent.put("PostgreSQL", of(system.postgres().pid()));
        spent.put("devnet", of(ProcessHandle.current()));
        return new CpuUse(spent);
    }

    /** Milliseconds for each of so many things, since {@code earlier}. */
    Map<String, Double> millisEachSince(CpuUse earlier, int things) {
        Map<String, Double> each = new LinkedHashMap<>();
        spent.forEach((name, total) -> each.put(
                name,
                total.minus(earlier.spent().getOrDefault(name, Duration.ZERO)).toNanos() / 1e6 / things));
        return each;
    }

    private static Duration of(long pid) {
        ProcessHandle process = ProcessHandle.of(pid)
                .orElseThrow(() -> new IllegalStateException("Process " + pid + " has ended while it was measured"));
        return Stream.concat(Stream.of(process), process.descendants())
                .map(CpuUse::of)
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration of(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
