package dev.rigger.placement.search;

/** Where a chute would go best as a board stands; filled by a search and used again, so that searching makes no garbage. */
final class Place {
    int pool;
    int victims;
    int freed;
    double worth;
    double gain;
    int freeAfter;

    void clear() {
        pool = -1;
        victims = 0;
        freed = 0;
        worth = 0;
        gain = 0;
        freeAfter = 0;
    }

    boolean found() {
        return pool >= 0;
    }
}
