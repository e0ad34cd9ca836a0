package dev.rigger.graval.cuda;

import dev.rigger.gpv1.AuditAnswer;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.catalogue.GpuCatalogue;
import dev.rigger.gpv1.catalogue.ProofClass;
import dev.rigger.gpv1.catalogue.ProofClasses;
import dev.rigger.gpv1.prover.OutOfGpuMemoryException;
import dev.rigger.gpv1.prover.ServerWork;
import dev.rigger.gpv1.prover.WorkTimes;
import dev.rigger.gpv1.verifier.Examination;
import dev.rigger.gpv1.verifier.Terms;
import dev.rigger.gpv1.verifier.Verdict;
import dev.rigger.gpv1.verifier.Verifier;
import dev.rigger.graval.GpuBackend;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All that only a GPU can show: that each of its ways computes as the reference does at the proof's own size, how fast they are
 * beside what the chip allows, and a whole proof with its audits, judged by the verifier, all GPUs side by side.
 */
final class CudaCheck {
    private static final int ROWS = 4_096;
    private static final int SELF_TEST_ROWS = 512;
    private static final double TERA = 1e12;
    private static final double GIGA = 1e9;
    /** The usual number of scans, and all the time there is: what is measured here decides what may be asked. */
    private static final Terms TERMS = new Terms(Duration.ofDays(1), 0, 1, 2, 16, Duration.ofDays(1));

    /** Where the catalogue has no full proof for a class. */
    private static final Profile UNKNOWN_CLASS = new Profile("full", 8_192, 8, 2, 256, 0, 95, 16);

    private final List<CudaTarget> targets;
    private final GpuBackend backend;
    private final PrintWriter out;
    private final int rows;

    CudaCheck(List<CudaTarget> targets, GpuBackend backend, PrintWriter out) {
        this(targets, backend, out, ROWS);
    }

    CudaCheck(List<CudaTarget> targets, GpuBackend backend, PrintWriter out, int rows) {
        this.targets = List.copyOf(targets);
        this.backend = backend;
        this.out = out;
        this.rows = rows;
    }

    /** The full proof of a GPU's class. */
    static Profile fullProof(GpuIdentity gpu) {
        return GpuCatalogue.shipped()
                .byDeviceName(gpu.name())
                .flatMap(type -> ProofClasses.shipped().byShortRef(type.shortRef()))
                .map(ProofClass::profile)
                .orElse(UNKNOWN_CLASS);
    }

    /** Prints as it goes; true when nothing was wrong. */
    boolean passes(Map<GpuIdentity, Profile> profiles) {
        boolean right = true;
        for (CudaTarget target : targets) {
            Profile profile = profiles.getOrDefault(target.facts().identity(), UNKNOWN_CLASS);
            right &= layersOf(target, profile.order());
        }
        Map<Profile, Map<GpuIdentity, DeviceFacts>> byProfile = new LinkedHashMap<>();
        for (CudaTarget target : targets) {
            GpuIdentity gpu = target.facts().identity();
            byProfile
                    .computeIfAbsent(profiles.getOrDefault(gpu, UNKNOWN_CLASS), profile -> new LinkedHashMap<>())
                    .put(gpu, target.facts());
        }
        for (Map.Entry<Profile, Map<GpuIdentity, DeviceFacts>> entry : byProfile.entrySet()) {
            right &= proofOf(entry.getKey(), entry.getValue());
        }
        out.flush();
        return right;
    }

    private boolean layersOf(CudaTarget target, int order) {
        DeviceFacts facts = target.facts();
        out.printf("%s %s%n", facts.identity().name(), facts.identity().uuid());
        out.printf("  way     order     rows  as the reference      TOPS  of the int8 limit%n");
        boolean right = true;
        for (LayerWay way : LayerWay.of(facts.computeCapability())) {
            if (!way.takes(order)) {
                continue;
            }
            right &= layerOf(target, way, order);
            out.flush();
        }
        return right;
    }

    private boolean layerOf(CudaTarget target, LayerWay way, int order) {
        Gpu gpu = target.card().gpu();
        try {
            Optional<String> fault = new SelfTest(gpu).fault(way, order, Math.min(rows, SELF_TEST_ROWS));
            double rate = 2.0 * rows * order * order / seconds(new Speed(gpu).ofLayer(way, order, rows));
            out.printf(
                    "  %-6s %6d %8d  %-16s %9.1f  %s%n",
                    way,
                    order,
                    rows,
                    fault.orElse("yes"),
                    rate / TERA,
                    share(rate, target.facts().int8Limit()));
            return fault.isEmpty();
        } catch (Gpu.NoGpuMemory | OutOfGpuMemoryException e) {
            out.printf("  %-6s %6d %8d  others hold too much of its memory%n", way, order, rows);
            return false;
        }
    }

    private boolean proofOf(Profile profile, Map<GpuIdentity, DeviceFacts> gpus) {
        out.printf(
                "proof of %d GPUs: n %d, T %d, R %d, %d %% of the memory%n",
                gpus.size(), profile.order(), profile.layers(), profile.passes(), profile.vramPercent());
        out.flush();
        Verifier verifier = new Verifier(new SecureRandom());
        Examination exam = verifier.examine(profile, List.copyOf(gpus.keySet()), TERMS, ProofWatch.NONE);
        long started = System.nanoTime();
        try (ServerWork work = backend.prove(exam.challenge(), ProofWatch.NONE)) {
            double seconds = (System.nanoTime() - started) / GIGA;
            Optional<Verdict> refused = exam.answered(work.answer(), Duration.ZERO);
            out.printf("  work    %9.2f s%n", seconds);
            gpus.forEach((gpu, facts) -> timesOf(work, profile, facts));
            Verdict verdict = refused.or(() -> audits(exam, work, profile, gpus))
                    .orElseGet(() -> exam.opened(work.open(exam.openings())));
            out.printf("  verdict %s: %s%n", verdict.code(), verdict.what());
            return verdict.accepted();
        } catch (OutOfGpuMemoryException | InvalidChallengeException e) {
            out.printf("  verdict none: %s%n", e.getMessage());
            return false;
        }
    }

    private void timesOf(ServerWork work, Profile profile, DeviceFacts facts) {
        GpuIdentity gpu = facts.identity();
        WorkTimes times = work.times(gpu.uuid());
        StringBuilder line = new StringBuilder();
        times.byPart().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(part -> line.append(String.format(
                        "  %s %.3f s", part.getKey().name().toLowerCase(Locale.ROOT), seconds(part.getValue()))));
        Duration gemm = times.byPart().getOrDefault(WorkTimes.Part.GEMM, Duration.ZERO);
        double rate = gemm.isZero() ? 0 : 2 * profile.multiplyAdds(gpu) / seconds(gemm);
        out.printf(
                "  %s %s  %.1f TOPS, %s of the int8 limit%n",
                gpu.uuid(), line, rate / TERA, share(rate, facts.int8Limit()));
    }

    /** The audits' refusal, if there is one. */
    private Optional<Verdict> audits(
            Examination exam, ServerWork work, Profile profile, Map<GpuIdentity, DeviceFacts> gpus) {
        Optional<Verdict> refused = Optional.empty();
        while (refused.isEmpty() && exam.auditsLeft() > 0) {
            var request = exam.nextAudit();
            long started = System.nanoTime();
            AuditAnswer scans = work.audit(request);
            double step = (System.nanoTime() - started) / GIGA / request.steps();
            refused = exam.audited(scans, Duration.ZERO, Duration.ZERO);
            double allowed = slowestScan(profile, gpus);
            out.printf(
                    "  scan    %9.2f ms a step, the memory's own speed allows %.2f ms: %s of it%n",
                    step * 1e3, allowed * 1e3, share(allowed, step));
        }
        return refused;
    }

    /** Seconds that the slowest memory of these GPUs needs for its slots; 0 where no driver tells its speed. */
    private static double slowestScan(Profile profile, Map<GpuIdentity, DeviceFacts> gpus) {
        return gpus.entrySet().stream()
                .filter(gpu -> gpu.getValue().memoryLimit() > 0)
                .mapToDouble(
                        gpu -> profile.slotBytes(gpu.getKey()) / gpu.getValue().memoryLimit())
                .max()
                .orElse(0);
    }

    private static String share(double of, double limit) {
        return limit <= 0 || of <= 0 ? "unknown share" : String.format("%.2f", of / limit);
    }

    private static double seconds(Duration duration) {
        return Math.max(1, duration.toNanos()) / GIGA;
    }
}
