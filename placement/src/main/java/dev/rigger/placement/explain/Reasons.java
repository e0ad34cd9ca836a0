package dev.rigger.placement.explain;

import dev.rigger.placement.Rule;
import org.jspecify.annotations.Nullable;

/** What each rule says when it stands in the way, as a clause that follows a colon. */
final class Reasons {

    private Reasons() {}

    /** @param server the name of the server that came nearest; null when no server matters */
    static String of(Rule rule, @Nullable String server) {
        String there = server == null ? "no server" : server;
        return switch (rule) {
            case NOT_BANNED -> "it is banned";
            case NOT_JOB_ONLY -> "it serves jobs alone, and jobs launch it";
            case WORTH_SOMETHING -> "it earns nothing";
            case SCALABLE_OR_BOUNTIED -> "the validator wants no more copies of it";
            case DEMAND_FRESH -> "the validator has not told for too long what it wants";
            case ONE_PENDING -> "a copy of it is on its way, and the validator does not say how many it wants";
            case ALLOWED_COPIES -> "there are as many copies as the validator wants or you allow";
            case CHUTE_NOT_BACKED_OFF -> "it was refused or failed a moment ago";
            case GPU_MODEL -> server == null ? "no server has GPUs that it supports" : there + " has other GPUs";
            case TEE_EQUAL -> server == null ? "no server is of its trust" : "it and " + there + " differ in trust";
            case PINNED -> "it is pinned to other servers than " + there;
            case SERVER_READY -> there + " is still being onboarded, is leaving, or is cordoned";
            case SERVER_UNLOCKED -> there + " is locked";
            case SERVER_HEALTHY -> "the cluster of " + there + " was not seen lately";
            case SERVER_NOT_BACKED_OFF -> "something failed on " + there + " a moment ago";
            case SERVER_NOT_QUARANTINED -> there + " is in quarantine and gets one probe at a time";
            case GPU_VERIFIED -> "GPUs of " + there + " are not verified";
            case GPU_COUNT -> server == null ? "no server has enough GPUs" : there + " has too few free GPUs";
            case CPU_SHARE -> there + " has too few CPUs for each GPU";
            case MEMORY_SHARE -> there + " has too little memory for each GPU";
            case DISK_SHARE -> there + " has too little disk";
            case WORTH_THE_PLACE ->
                server == null
                        ? "nothing wants it that is worth the place"
                        : "on " + there + " something else is worth more";
            case LAUNCHES_PER_PLAN -> "this plan starts as many copies as it may";
            case LAUNCHES_PER_SERVER -> "this plan starts as many copies on " + there + " as it may";
            case OPERATOR_VETO -> "your own policy said no";
            case VICTIM_NOT_A_JOB -> "it is a job, and jobs run to their end";
            case VICTIM_PREEMPTIBLE -> "the validator says that it must stay";
            case VICTIM_NOT_PINNED -> "it is pinned";
            case VICTIM_ACTIVE -> "it does not serve yet";
            case VICTIM_OLD_ENOUGH -> "it is so young that it would lose all that it earned";
            case VICTIM_OTHER_CHUTE -> "a copy makes no room for another of its chute";
            case VICTIM_NOT_LAST_COPY -> "it may be the last copy of its chute";
            case VICTIM_SERVER_HEALTHY -> "its cluster was not seen lately, so that nobody could be sure of its end";
            case VICTIM_SERVER_UNLOCKED -> "its server is locked";
        };
    }
}
