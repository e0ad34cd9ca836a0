package dev.rigger.gpv1.lies;

import dev.rigger.gpv1.lies.Server.Missing;
import java.util.List;

/** Lies that the proof does not see. */
final class Unseen {
    private final Examiner examiner;
    private final Odds odds;

    Unseen(Examiner examiner, Odds odds) {
        this.examiner = examiner;
        this.odds = odds;
    }

    List<Lie> all() {
        double unseen = odds.mostMissing(Missing.BOTH);
        return List.of(
                new Lie(
                        "work done elsewhere",
                        "an H200 at another address does everything, and answers through this one",
                        () -> examine(Lies.server(1, List.of(Chip.H200))),
                        "PROVEN",
                        "not seen: the proof binds work to a claim, not to a place; only hardware attestation does",
                        "certain"),
                new Lie(
                        "spoofed queries",
                        "a chip that is no H200 but is as fast, as large and as quick to read says it is one",
                        () -> examine(Lies.server(1, List.of(Chip.H200))),
                        "PROVEN",
                        "not seen: what it can do is what was asked for",
                        "certain"),
                new Lie(
                        "a little slower",
                        "a chip of 0.65 of an H200's speed",
                        () -> examine(
                                Lies.server(1, List.of(Chip.H200.faster(0.65).withHostLink(55e9)))),
                        "PROVEN",
                        "not seen: estimates are not measured yet, so the window is wide; it can be narrowed to 0.7 to 1.3",
                        "certain below 1.7 times the estimate"),
                new Lie(
                        "larger chip posing as a smaller one",
                        "a chip 1.5 times as fast, with twice the memory",
                        () -> examine(
                                Lies.server(1, List.of(Chip.H200.faster(1.5).withMemory(2)))),
                        "PROVEN",
                        "not seen within the window, and does not pay",
                        "certain"),
                new Lie(
                        "a little memory missing",
                        "nine tenths of what the deadline allows are missing, fetched and recomputed at once",
                        () -> examine(Lies.server(1, Lies.shortBy(0.9 * unseen), Missing.BOTH)),
                        "PROVEN",
                        "not seen: a deadline that no honest server misses leaves this much",
                        "certain below " + odds.percent(unseen)),
                new Lie(
                        "processor memory behind a fast link",
                        "a tenth of the memory is the processor's, read at 900 GB/s",
                        () -> examine(Lies.server(
                                1, Chip.H200.withMemory(0.88).withHostLink(900e9), Missing.FETCH_FROM_HOST)),
                        "PROVEN",
                        "not seen: to be excluded by the device's name",
                        "certain"));
    }

    private String examine(Server server) {
        return examiner.examine(server, Wires.UNTOUCHED).code().name();
    }
}
