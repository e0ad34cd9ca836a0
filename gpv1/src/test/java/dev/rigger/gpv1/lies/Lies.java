package dev.rigger.gpv1.lies;

import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.AuditAnswer;
import dev.rigger.gpv1.AuditRequest;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.catalogue.GpuCatalogue;
import dev.rigger.gpv1.catalogue.GpuMismatch;
import dev.rigger.gpv1.lies.Examiner.Wire;
import dev.rigger.gpv1.lies.Server.Missing;
import dev.rigger.gpv1.verifier.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Every lie that is known, seen through or not. All of them claim H200s. */
final class Lies {
    private static final String NEVER = "none: it is a plain comparison";
    private static final String TIME = "none, outside of the window";
    private static final Wire UNTOUCHED = new Wire() {};

    private final Examiner examiner = new Examiner(1);
    private final Odds odds = new Odds(2);

    List<Lie> all() {
        List<Lie> all = new ArrayList<>(ofIdentity());
        all.addAll(ofTime());
        all.addAll(ofMemory());
        all.addAll(ofAnswers());
        all.addAll(unseen());
        return all;
    }

    private List<Lie> ofIdentity() {
        return List.of(
                new Lie(
                        "wrong name",
                        "an L40S calls itself an H200, with its own memory, processors and clock",
                        () -> mismatch(new GpuIdentity("NVIDIA H200", uuid(), 48L << 30, 142, 2_520_000, 1_536)),
                        "GPU_MEMORY_MISMATCH",
                        "the class's memory, processors and clock range",
                        NEVER),
                new Lie(
                        "wrong class",
                        "an H100 keeps its name and is announced as an H200",
                        () -> mismatch(
                                new GpuIdentity("NVIDIA H100 80GB HBM3", uuid(), 80L << 30, 132, 1_980_000, 2_048)),
                        "GPU_TYPE_MISMATCH",
                        "the first class whose pattern is in the device's name",
                        NEVER));
    }

    private List<Lie> ofTime() {
        return List.of(
                new Lie(
                        "slower chip",
                        "an A100's speed, with all the memory of an H200",
                        () -> examine(server(
                                1,
                                List.of(new Chip(
                                        Chip.H200.memoryBytes(), Chip.A100.multiplyAddsPerSecond(), 4.8e12, 55e9)))),
                        "TOO_SLOW",
                        "the work takes more than 1.7 times the class's estimate",
                        TIME),
                new Lie(
                        "two claimed GPUs on one chip",
                        "one H200 does the work of two, one after the other",
                        () -> examine(server(2, List.of(Chip.H200.withMemory(2)))),
                        "TOO_SLOW",
                        "twice the work takes twice the time",
                        TIME),
                new Lie(
                        "rows skipped",
                        "half of the rows are computed",
                        () -> examine(new Server(Examiner.h200s(1), List.of(Chip.H200), full(), 0.5, Missing.MAKE_UP)),
                        "MISSING_GPU",
                        "every one of 16 secret rows is needed to open the key boxes",
                        odds.ofSkipping(0.5, 16) + " (half), " + odds.ofSkipping(0.9, 16)
                                + " (a tenth skipped); with the 16" + " rows opened later "
                                + odds.ofSkipping(0.9, 32)));
    }

    private List<Lie> ofMemory() {
        List<Chip> sevenOfEight = Collections.nCopies(7, Chip.H200);
        Chip half = Chip.H200.withMemory(0.564);
        return List.of(
                new Lie(
                        "wrong VRAM, swapped to the host",
                        "an H200 with the 80 GB of an H100 fetches the rest over PCIe 5",
                        () -> examine(server(1, half, Missing.FETCH_FROM_HOST)),
                        "AUDIT_LATE",
                        "16 scans, each starting from the one before, in 60 ms each",
                        "none above " + odds.percent(odds.mostMissing(Missing.FETCH_FROM_HOST)) + " missing"),
                new Lie(
                        "wrong VRAM, recomputed",
                        "the same computes the last pass again for what it does not hold",
                        () -> examine(server(1, half, Missing.RECOMPUTE)),
                        "AUDIT_LATE",
                        "the same deadline",
                        "none above " + odds.percent(odds.mostMissing(Missing.RECOMPUTE))
                                + " missing; both ways at once " + odds.percent(odds.mostMissing(Missing.BOTH))),
                new Lie(
                        "wrong VRAM, made up",
                        "the same answers in time, with sums invented for what it does not hold",
                        () -> examine(server(1, half, Missing.MAKE_UP)),
                        "WRONG_SCAN",
                        "four of 16 secret rows opened under every scan",
                        odds.ofMakingUp(server(1, half, Missing.MAKE_UP).shareMissing(), 16)),
                new Lie(
                        "fewer GPUs than claimed",
                        "seven H200s pose as eight and fetch what does not fit",
                        () -> examine(new Server(Examiner.h200s(8), sevenOfEight, full(), 1, Missing.FETCH_FROM_HOST)),
                        "AUDIT_LATE",
                        "all claimed GPUs are scanned at the same time",
                        "none"),
                new Lie(
                        "fewer GPUs than claimed, made up",
                        "seven pose as eight and invent what does not fit",
                        () -> examine(new Server(Examiner.h200s(8), sevenOfEight, full(), 1, Missing.MAKE_UP)),
                        "WRONG_SCAN",
                        "16 secret rows of every claimed GPU",
                        odds.ofMakingUp(
                                new Server(Examiner.h200s(8), sevenOfEight, full(), 1, Missing.MAKE_UP).shareMissing(),
                                8 * 16)));
    }

    private List<Lie> ofAnswers() {
        Server honest = server(1, Chip.H200, Missing.MAKE_UP);
        return List.of(
                new Lie(
                        "replayed answer",
                        "the answer to an earlier challenge",
                        () -> {
                            Recorder recorder = new Recorder();
                            examiner.examine(honest, recorder);
                            return code(examiner.examine(honest, recorder.replaying()));
                        },
                        "WRONG_PLAINTEXT",
                        "every challenge has its own seed and its own secret",
                        "2^-128"),
                new Lie(
                        "replayed scans",
                        "the first audit's roots for the second",
                        () -> code(examiner.examine(honest, new SameScans())),
                        "WRONG_SCAN",
                        "the weights of a scan follow from the nonce, drawn when it is sent",
                        "none, as long as one row is opened"),
                new Lie(
                        "precomputed scans",
                        "scans made before the nonce was known",
                        () -> code(examiner.examine(honest, new OwnNonce())),
                        "WRONG_SCAN",
                        "the same",
                        "none"),
                new Lie(
                        "precomputed answer",
                        "the challenge leaked, and the work was done before the clock started",
                        () -> code(examiner.examine(honest, new Beforehand())),
                        "TOO_FAST",
                        "the work takes less than 0.55 times the class's estimate",
                        TIME));
    }

    private List<Lie> unseen() {
        double unseen = odds.mostMissing(Missing.BOTH);
        return List.of(
                new Lie(
                        "work done elsewhere",
                        "an H200 at another address does everything, and answers through this one",
                        () -> examine(server(1, List.of(Chip.H200))),
                        "PROVEN",
                        "not seen: the proof binds work to a claim, not to a place; only hardware attestation does",
                        "certain"),
                new Lie(
                        "spoofed queries",
                        "a chip that is no H200 but is as fast, as large and as quick to read says it is one",
                        () -> examine(server(1, List.of(Chip.H200))),
                        "PROVEN",
                        "not seen: what it can do is what was asked for",
                        "certain"),
                new Lie(
                        "a little slower",
                        "a chip of 0.65 of an H200's speed",
                        () -> examine(server(1, List.of(Chip.H200.faster(0.65).withHostLink(55e9)))),
                        "PROVEN",
                        "not seen: estimates are not measured yet, so the window is wide; it can be narrowed to 0.7 to 1.3",
                        "certain below 1.7 times the estimate"),
                new Lie(
                        "larger chip posing as a smaller one",
                        "a chip 1.5 times as fast, with twice the memory",
                        () -> examine(server(1, List.of(Chip.H200.faster(1.5).withMemory(2)))),
                        "PROVEN",
                        "not seen within the window, and does not pay",
                        "certain"),
                new Lie(
                        "a little memory missing",
                        "nine tenths of what the deadline allows are missing, fetched and recomputed at once",
                        () -> examine(server(1, shortBy(0.9 * unseen), Missing.BOTH)),
                        "PROVEN",
                        "not seen: a deadline that no honest server misses leaves this much",
                        "certain below " + odds.percent(unseen)),
                new Lie(
                        "processor memory behind a fast link",
                        "a tenth of the memory is the processor's, read at 900 GB/s",
                        () -> examine(
                                server(1, Chip.H200.withMemory(0.88).withHostLink(900e9), Missing.FETCH_FROM_HOST)),
                        "PROVEN",
                        "not seen: to be excluded by the device's name",
                        "certain"));
    }

    /** A chip that lacks that share of the slots. */
    static Chip shortBy(double share) {
        return Chip.H200.withMemory((full().memoryBytes(Examiner.h200s(1).getFirst())
                        - share * full().slotBytes(Examiner.h200s(1).getFirst()))
                / Server.USABLE
                / Chip.H200.memoryBytes());
    }

    static Server server(int claimed, Chip chip, Missing missing) {
        return new Server(Examiner.h200s(claimed), List.of(chip), full(), 1, missing);
    }

    private static Server server(int claimed, List<Chip> chips) {
        return new Server(Examiner.h200s(claimed), chips, full(), 1, Missing.FETCH_FROM_HOST);
    }

    private static Profile full() {
        return Examiner.H200.profile();
    }

    private String examine(Server server) {
        return code(examiner.examine(server, UNTOUCHED));
    }

    private static String code(Verdict verdict) {
        return verdict.code().name();
    }

    private static String mismatch(GpuIdentity gpu) {
        return GpuCatalogue.shipped()
                .mismatch(gpu, "h200")
                .map(GpuMismatch::code)
                .map(Enum::name)
                .orElse("PROVEN");
    }

    private static String uuid() {
        return Examiner.h200s(1).getFirst().uuid();
    }

    private static final class Recorder implements Wire {
        private Answer recorded = new Answer(Map.of(), Map.of());

        @Override
        public Answer answer(Answer honest) {
            recorded = honest;
            return honest;
        }

        Wire replaying() {
            return new Wire() {
                @Override
                public Answer answer(Answer honest) {
                    return recorded;
                }
            };
        }
    }

    private static final class SameScans implements Wire {
        private Map<String, List<String>> first = Map.of();

        @Override
        public AuditAnswer audit(AuditAnswer honest) {
            first = honest.audit() == 1 ? honest.roots() : first;
            return new AuditAnswer(honest.audit(), first);
        }
    }

    private static final class OwnNonce implements Wire {
        @Override
        public AuditRequest question(AuditRequest asked) {
            return new AuditRequest(
                    asked.seed(),
                    asked.audit(),
                    asked.steps(),
                    asked.nonces().keySet().stream().collect(Collectors.toMap(uuid -> uuid, uuid -> "00".repeat(32))));
        }
    }

    private static final class Beforehand implements Wire {
        @Override
        public Duration saved(Duration elapsed) {
            return elapsed;
        }
    }
}
