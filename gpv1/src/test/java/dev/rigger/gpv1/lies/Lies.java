package dev.rigger.gpv1.lies;

import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.catalogue.GpuCatalogue;
import dev.rigger.gpv1.catalogue.GpuMismatch;
import dev.rigger.gpv1.lies.Server.Missing;
import dev.rigger.gpv1.verifier.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Every lie that is known, seen through or not. All of them claim H200s. */
final class Lies {
    private static final String NEVER = "none: it is a plain comparison";
    private static final String TIME = "none, outside of the window";

    private final Examiner examiner = new Examiner(1);
    private final Odds odds = new Odds(2);

    List<Lie> all() {
        List<Lie> all = new ArrayList<>(ofIdentity());
        all.addAll(ofTime());
        all.addAll(ofMemory());
        all.addAll(ofAnswers());
        all.addAll(new Unseen(examiner, odds).all());
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
                            Wires.Recorder recorder = new Wires.Recorder();
                            examiner.examine(honest, recorder);
                            return code(examiner.examine(honest, recorder.replaying()));
                        },
                        "WRONG_PLAINTEXT",
                        "every challenge has its own seed and its own secret",
                        "2^-128"),
                new Lie(
                        "replayed scans",
                        "the first audit's roots for the second",
                        () -> code(examiner.examine(honest, new Wires.SameScans())),
                        "WRONG_SCAN",
                        "the weights of a scan follow from the nonce, drawn when it is sent",
                        "none, as long as one row is opened"),
                new Lie(
                        "precomputed scans",
                        "scans made before the nonce was known",
                        () -> code(examiner.examine(honest, new Wires.OwnNonce())),
                        "WRONG_SCAN",
                        "the same",
                        "none"),
                new Lie(
                        "precomputed answer",
                        "the challenge leaked, and the work was done before the clock started",
                        () -> code(examiner.examine(honest, new Wires.Beforehand())),
                        "TOO_FAST",
                        "the work takes less than 0.55 times the class's estimate",
                        TIME));
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

    static Server server(int claimed, List<Chip> chips) {
        return new Server(Examiner.h200s(claimed), chips, full(), 1, Missing.FETCH_FROM_HOST);
    }

    private static Profile full() {
        return Examiner.H200.profile();
    }

    private String examine(Server server) {
        return code(examiner.examine(server, Wires.UNTOUCHED));
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
}
