package dev.rigger.app.bench;

import dev.rigger.gpv1.AuditAnswer;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.OpenAnswer;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.catalogue.GpuCatalogue;
import dev.rigger.gpv1.catalogue.GpuClass;
import dev.rigger.gpv1.prover.CpuProver;
import dev.rigger.gpv1.prover.HeldWork;
import dev.rigger.gpv1.prover.ServerWork;
import dev.rigger.gpv1.verifier.Examination;
import dev.rigger.gpv1.verifier.Terms;
import dev.rigger.gpv1.verifier.Verdict;
import dev.rigger.gpv1.verifier.Verifier;
import dev.rigger.graval.GpuBackendSource;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * One verifier, many servers: what preparing and judging their examinations costs one core, and how much memory the open ones
 * hold. Every server is different and really proves, with the CPU reference, which is not counted.
 *
 * <p>All examinations are open at once, which is the worst case for memory.
 */
@Command(
        name = "proof",
        description =
                "What one verifier can judge: servers a second on one core, and memory. Or what this host's GPUs can"
                        + " do.",
        mixinStandardHelpOptions = true)
final class ProofBench implements Callable<Integer> {
    private static final double NANOS = 1e9;

    @Option(names = "--servers", defaultValue = "500", description = "Servers (default: 500).")
    private int servers;

    @Option(names = "--gpus", defaultValue = "8", description = "GPUs of each (default: 8).")
    private int gpus;

    @Option(names = "--profile", defaultValue = "tiny", description = "tiny, sim or sim-large (default: tiny).")
    private String profile = "tiny";

    @Option(
            names = "--backend",
            defaultValue = "cpu",
            description =
                    "cpu measures the verifier; cuda checks and measures this host's GPUs at full size (default: cpu).")
    private String backend = "cpu";

    @Spec
    private @Nullable CommandSpec spec;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final GpuClass h200 = GpuCatalogue.shipped().byShortRef("h200").orElseThrow();
    private long cpuNanos;

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        if (backend.equals("cuda")) {
            return GpuBackendSource.checkAll(command.commandLine().getOut()) ? 0 : 1;
        }
        if (!backend.equals("cpu")) {
            throw new ParameterException(command.commandLine(), "--backend " + backend + ": it must be cpu or cuda");
        }
        Profile work = Profile.named(profile)
                .filter(named -> !named.equals(Profile.FULL))
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(), "--profile " + profile + ": it must be tiny, sim or sim-large"));
        PrintWriter out = command.commandLine().getOut();
        Verifier verifier = new Verifier(new SecureRandom());
        examineAll(prepareAll(verifier, work, Math.min(servers, 20)));

        long before = usedHeap();
        cpuNanos = 0;
        List<Examination> open = prepareAll(verifier, work, servers);
        double prepared = cpuNanos / NANOS;
        long held = usedHeap() - before;
        cpuNanos = 0;
        examineAll(open);
        double judged = cpuNanos / NANOS;

        out.printf("%d servers of %d GPUs, profile %s, one thread, CPU time%n", servers, gpus, work.name());
        out.printf("preparing   %8.1f servers/s  %8.2f ms each%n", servers / prepared, 1_000 * prepared / servers);
        out.printf("judging     %8.1f servers/s  %8.2f ms each%n", servers / judged, 1_000 * judged / servers);
        out.printf("memory      %8.1f KiB a server while its examination is open%n", held / 1_024.0 / servers);
        out.flush();
        return 0;
    }

    private List<Examination> prepareAll(Verifier verifier, Profile work, int count) {
        List<Examination> prepared = new ArrayList<>();
        for (int server = 0; server < count; server++) {
            List<GpuIdentity> identities = identities(server);
            prepared.add(counted(() -> verifier.examine(work, identities, Terms.untimed(), ProofWatch.NONE)));
        }
        return prepared;
    }

    private void examineAll(List<Examination> open) {
        for (int server = 0; server < open.size(); server++) {
            Verdict verdict = examine(open.get(server), identities(server));
            if (!verdict.accepted()) {
                throw new IllegalStateException("An honest server was refused: " + verdict.what());
            }
        }
    }

    private Verdict examine(Examination exam, List<GpuIdentity> identities) {
        try (ServerWork work = prove(exam.challenge(), identities)) {
            var answer = work.answer();
            counted(() -> exam.answered(answer, Duration.ZERO));
            while (exam.auditsLeft() > 0) {
                AuditAnswer scans = work.audit(counted(exam::nextAudit));
                counted(() -> exam.audited(scans, Duration.ZERO, Duration.ZERO));
            }
            OpenAnswer opened = work.open(counted(exam::openings));
            return counted(() -> exam.opened(opened));
        }
    }

    private static ServerWork prove(Challenge challenge, List<GpuIdentity> identities) {
        Map<String, HeldWork> works = new LinkedHashMap<>();
        identities.forEach(gpu -> works.put(gpu.uuid(), new CpuProver().prove(gpu, challenge, ProofWatch.NONE)));
        return new ServerWork(works);
    }

    private List<GpuIdentity> identities(int server) {
        return IntStream.range(0, gpus)
                .mapToObj(index -> h200.device(String.format("%016x%016x", server + 1, index)))
                .toList();
    }

    private <T> T counted(Supplier<T> verifiersPart) {
        long before = threads.getCurrentThreadCpuTime();
        T done = verifiersPart.get();
        cpuNanos += threads.getCurrentThreadCpuTime() - before;
        return done;
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
