package dev.rigger.placement.search;

/** Counts the places that were weighed, up to a limit. */
final class Steps {
    private final long limit;
    private long taken;
    private boolean cut;

    Steps(long limit) {
        this.limit = limit;
    }

    /** Whether one more may be weighed. */
    boolean next() {
        if (taken >= limit) {
            cut = true;
            return false;
        }
        taken++;
        return true;
    }

    /** Whether there is any left; asking counts as being refused when there is none. */
    boolean left() {
        cut |= taken >= limit;
        return taken < limit;
    }

    /** Whether somebody was refused. */
    boolean cut() {
        return cut;
    }

    long taken() {
        return taken;
    }
}
