package dev.rigger.gpv1.verifier;

import static java.util.Objects.requireNonNull;

import com.sun.management.OperatingSystemMXBean;
import dev.rigger.gpv1.AuditAnswer;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.OpenAnswer;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.prover.CpuProver;
import dev.rigger.gpv1.prover.HeldWork;
import dev.rigger.gpv1.prover.ServerWork;
import dev.rigger.gpv1.work.RowEngine;
import dev.rigger.gpv1.work.RowState;
import dev.rigger.gpv1.work.RowsAlone;
import dev.rigger.gpv1.work.WorkContext;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What one H200 costs a verifier, and what the devnet's proof costs a prover's CPU.
 *
 * <p>Run {@link #main} with the module's test class path. The work of a whole H200 cannot be done on a CPU: what is checked is
 * of that size and right in the rows that are looked at.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = "-Xmx256m")
public class ProofBenchmark {
    static final GpuIdentity H200 = Servers.h200s(1).getFirst();
    private static final String PLAINTEXT = "0123456789abcdef0123456789abcdef";

    /** Cores that prepare. */
    @State(Scope.Benchmark)
    public static class Cores {
        @Param({"1", "2"})
        public int cores;
    }

    /** Of all cores together: on a machine that does other things too, this tells the cost and the clock does not. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Cpu {
        public double cpuSeconds;

        private static double now() {
            OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            return machine.getProcessCpuTime() / 1e9;
        }
    }

    /** An examination that has every answer and needs only the verdict. */
    @State(Scope.Benchmark)
    public static class Answered {
        private final WorkContext context = new WorkContext(1, Profile.FULL, H200);
        private List<RowState> rows = List.of();
        private @Nullable Examination examination;
        private @Nullable OpenAnswer opened;

        /** What the rows hold does not matter to the cost of a check, so those of a single pass serve. */
        @Setup(Level.Trial)
        public void computeRows() {
            long[] sixteen = new Random(1).longs(16, 0, 1_000_000).toArray();
            rows = new RowEngine(new WorkContext(1, Profile.FULL.withPasses(1), H200))
                    .recompute(sixteen, ProofWatch.NONE);
        }

        @Setup(Level.Invocation)
        public void answer() {
            Examination fresh = new Examination(
                    new Challenge(1, Profile.FULL, Map.of(H200.uuid(), "unused")),
                    List.of(new Examination.Gpu(new ChallengeSecret.Gpu(H200, PLAINTEXT), rows)),
                    Terms.usual(Duration.ofSeconds(17), Duration.ofMillis(60)),
                    new SecureRandom());
            examination = fresh;
            try (ServerWork work = new ServerWork(Map.of(H200.uuid(), new RowsAlone(context, rows, PLAINTEXT)))) {
                fresh.answered(work.answer(), Duration.ofSeconds(17));
                while (fresh.auditsLeft() > 0) {
                    AuditAnswer scans = work.audit(fresh.nextAudit());
                    fresh.audited(scans, Duration.ofMillis(900), Duration.ofMillis(20));
                }
                opened = work.open(fresh.openings());
            }
        }

        Verdict judge() {
            Verdict verdict = requireNonNull(examination).opened(requireNonNull(opened));
            if (!verdict.accepted()) {
                throw new IllegalStateException("an honest proof was refused: " + verdict);
            }
            return verdict;
        }
    }

    /** 16 rows against the work's root, four against each of 32 scans: all that is checked after the last answer. */
    @Benchmark
    @Warmup(iterations = 5)
    @Measurement(iterations = 10)
    public Verdict checkH200(Answered answered, Cpu cpu) {
        double before = Cpu.now();
        try {
            return answered.judge();
        } finally {
            cpu.cpuSeconds += Cpu.now() - before;
        }
    }

    /** One of the four passes: the cost of a challenge is that of its passes. */
    @Benchmark
    @Warmup(iterations = 1)
    @Measurement(iterations = 3)
    public Examination prepareH200Pass(Cores cores, Cpu cpu) throws Exception {
        double before = Cpu.now();
        try (ForkJoinPool pool = new ForkJoinPool(cores.cores)) {
            return pool.submit(() -> new Verifier(new SecureRandom())
                            .examine(Profile.FULL.withPasses(1), List.of(H200), Terms.untimed(), ProofWatch.NONE))
                    .get();
        } finally {
            cpu.cpuSeconds += Cpu.now() - before;
        }
    }

    @Benchmark
    @Warmup(iterations = 5)
    @Measurement(iterations = 10)
    public HeldWork proveSim() {
        Challenge challenge = new Verifier(new SecureRandom())
                .prepare(Profile.SIM, List.of(H200), ProofWatch.NONE)
                .challenge();
        return new CpuProver().prove(H200, challenge, ProofWatch.NONE);
    }

    public static void main(String[] args) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(ProofBenchmark.class.getSimpleName())
                        .build())
                .run();
    }
}
