package dev.rigger.simulator;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** How far a contest is: a bar that fills on a terminal, a line now and then elsewhere. */
public final class ProgressBar implements Contest.Progress {
    private static final int WIDTH = 40;
    private static final int LINES = 10;

    private final PrintWriter talk;
    private final int runs;
    private final boolean live;
    private final long begun = System.nanoTime();
    private int finished;

    private ProgressBar(PrintWriter talk, int runs, boolean live) {
        this.talk = talk;
        this.runs = runs;
        this.live = live;
    }

    public static ProgressBar on(PrintWriter talk, int runs) {
        return new ProgressBar(talk, runs, onTerminal(System.getenv("TERM")));
    }

    private static boolean onTerminal(@Nullable String term) {
        return System.console() != null && System.console().isTerminal() && term != null && !term.equals("dumb");
    }

    @Override
    public void finished(Outcome outcome) {
        finished++;
        double seconds = (System.nanoTime() - begun) / 1e9;
        String left = String.format("%.0f s left", seconds / finished * (runs - finished));
        if (live) {
            int filled = WIDTH * finished / runs;
            talk.print("\r  [" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + finished + "/" + runs
                    + " runs, " + left + "   ");
        } else if (finished == runs || finished % Math.max(1, runs / LINES) == 0) {
            talk.println(finished + "/" + runs + " runs, " + left);
        }
        talk.flush();
    }

    public void done() {
        if (live) {
            talk.print("\r" + " ".repeat(WIDTH + 40) + "\r");
            talk.flush();
        }
    }
}
