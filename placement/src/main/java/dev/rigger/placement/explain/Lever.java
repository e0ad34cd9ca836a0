package dev.rigger.placement.explain;

import dev.rigger.placement.change.Change;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A change that might make the difference.
 *
 * @param strong the change, as far as it goes
 * @param dial how to make it smaller; null when it is all or nothing
 */
record Lever(Change strong, @Nullable Dial dial) {

    /**
     * @param from the value as it is
     * @param to the value of the strong change
     * @param whole whether only whole numbers make sense
     */
    record Dial(double from, double to, boolean whole, DoubleFunction<Change> at) {}

    static Lever all(Change change) {
        return new Lever(change, null);
    }

    static Lever number(double from, double to, DoubleFunction<Change> at) {
        return new Lever(at.apply(to), new Dial(from, to, false, at));
    }

    static Lever count(int from, int to, DoubleFunction<Change> at) {
        return new Lever(at.apply(to), new Dial(from, to, true, at));
    }
}
