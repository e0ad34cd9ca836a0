package dev.rigger.placement.check;

import dev.rigger.placement.BadSnapshotException;

/** How a snapshot can contradict itself. The names are the stable codes of {@link BadSnapshotException}. */
public enum Contradiction {
    /** A server, chute, deployment, open launch or bid price stands there twice. */
    LISTED_TWICE("Find out which of the two is meant; ids are unique in the inventory."),
    /** A GPU stands there twice, with two owners. */
    GPU_OWNED_TWICE("Reconcile the servers before planning: two pods may share one GPU."),
    /** A deployment on a server that is not there. */
    UNKNOWN_SERVER("Add the server to the snapshot, or leave out what ran on it."),
    /** A GPU whose owner is neither a deployment nor an open launch. */
    UNKNOWN_OWNER("Read deployments and GPUs in one transaction; when it stays, reconcile that server."),
    /** A GPU of one server held by a deployment of another. */
    GPU_OF_ANOTHER_SERVER("Reconcile both servers: one of the two rows is wrong."),
    /** An id, a name, a list or a time that has to be there is not. */
    MISSING("Fill it in; only fields that say so may be empty."),
    /** A count or price below zero, or a GPU count below one. */
    NEGATIVE("Correct it where it is entered or measured."),
    /** A price, multiplier or share that is not a number, infinite or beyond all reason. */
    NOT_A_NUMBER("Correct it where it is entered or learned; leave out what is not known."),
    /** Something that happened later than the snapshot was taken. */
    IN_THE_FUTURE("Compare the clocks of the machines that write the inventory."),
    /** Rules of scoring or limits that cannot hold at once. */
    IMPOSSIBLE_RULES("Correct the rules or limits that were given to the planner."),
    /** More than any fleet has. */
    TOO_MANY("Check what was read; a fleet of that size is planned in parts.");

    private final String next;

    Contradiction(String next) {
        this.next = next;
    }

    /** @param what what is wrong and where, as a sentence without its full stop */
    BadSnapshotException found(String what) {
        return new BadSnapshotException(name(), what, next);
    }
}
