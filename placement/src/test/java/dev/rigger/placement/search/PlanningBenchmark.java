package dev.rigger.placement.search;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.Plan;
import dev.rigger.placement.RandomFleets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** How long a plan takes and what it allocates, on one core: from a bounty's small fleet to five thousand servers. */
@State(Scope.Benchmark)
@Threads(1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:ActiveProcessorCount=1", "-Xmx2g"})
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 3, time = 8)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PlanningBenchmark {

    /** Servers by chutes; a server has eight GPUs. */
    @Param({"3x10", "500x2000", "5000x2000"})
    public String fleet = "";

    /** Whether anything runs already. */
    @Param({"busy", "idle"})
    public String state = "";

    private final BidPricePlanner planner = new BidPricePlanner();
    private FleetSnapshot snapshot = RandomFleets.ordinary(1, 3, 10);

    @Setup
    public void throwDice() {
        String[] size = fleet.split("x");
        int servers = Integer.parseInt(size[0]);
        int chutes = Integer.parseInt(size[1]);
        snapshot = state.equals("idle") ? LargeFleet.idle(servers, chutes) : LargeFleet.busy(servers, chutes);
    }

    @Benchmark
    public Plan plan() {
        return planner.plan(snapshot);
    }

    public static void main(String[] args) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(PlanningBenchmark.class.getSimpleName())
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
    }
}
