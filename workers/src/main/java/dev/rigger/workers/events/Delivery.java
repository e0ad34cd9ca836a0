package dev.rigger.workers.events;

/** What became of an event. */
sealed interface Delivery {

    Delivery DONE = new Delivered("");

    /** @param note why there was nothing to deliver; empty when its owner was told */
    record Delivered(String note) implements Delivery {}

    /**
     * Whoever acts on it was told; whoever only follows is told when there is time. Until then it counts as undelivered.
     *
     * @param rest tells the followers; twice must be once
     */
    record Followed(Runnable rest) implements Delivery {}

    /** Its owner is not known yet: try again later. */
    record NotYet(String missing) implements Delivery {}

    /** Kept for people and for later versions; not tried again. */
    record Parked(String because) implements Delivery {}
}
