package dev.rigger.activities.reconcile;

/** How many destructive findings one pass may act on: a whole fleet that seems gone is more likely a broken look. */
final class Brake {
    private static final int ALWAYS = 2;
    private static final int ONE_IN = 20;

    private int left;

    Brake(int openDeployments) {
        this.left = Math.max(ALWAYS, openDeployments / ONE_IN);
    }

    /** Takes one of the pass's actions; false when none is left. */
    boolean lets() {
        return left-- > 0;
    }
}
