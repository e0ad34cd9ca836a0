package dev.rigger.app.up;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** What a person sees: one line a thing that happens, with the time of day in front. */
final class Terminal {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final PrintWriter out;
    private final Clock clock;

    Terminal(PrintWriter out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    synchronized void say(String line) {
        out.println(TIME.format(LocalTime.now(clock)) + "  " + line);
        out.flush();
    }

    /** Rows of name and value, the values under one another. */
    synchronized void table(List<List<String>> rows) {
        int width = rows.stream().mapToInt(row -> row.getFirst().length()).max().orElse(0);
        out.println();
        rows.forEach(row -> out.println(
                "  " + row.getFirst() + " ".repeat(width - row.getFirst().length() + 3) + row.getLast()));
        out.println();
        out.flush();
    }
}
