package dev.rigger.devnet.validator.world;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What happened by itself, in sentences that name things by their names: the same seed tells the same story. */
public final class Story {
    private static final int KEPT = 10_000;

    private final InstantSource clock;
    private final Deque<Happening> happenings = new ArrayDeque<>();

    public record Happening(Instant at, String what) {}

    public Story(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void tell(String what) {
        happenings.addLast(new Happening(clock.instant(), what));
        if (happenings.size() > KEPT) {
            happenings.removeFirst();
        }
    }

    /** The last ten thousand, the oldest first. */
    public synchronized List<Happening> all() {
        return List.copyOf(happenings);
    }
}
