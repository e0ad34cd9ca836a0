package dev.rigger.graval.cuda;

import java.util.List;

/**
 * A GPU, and how it multiplies.
 *
 * @param ways those that it may use, the best first
 */
record Card(Gpu gpu, List<LayerWay> ways) {
    Card {
        ways = List.copyOf(ways);
    }

    /** The best way for matrices of that order. */
    LayerWay wayFor(int order) {
        return ways.stream()
                .filter(way -> way.takes(order))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this GPU has no way to multiply order " + order));
    }
}
