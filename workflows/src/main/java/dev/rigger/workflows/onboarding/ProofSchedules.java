package dev.rigger.workflows.onboarding;

import java.util.Collection;

/** The schedules by which servers' GPUs are looked at again. */
public interface ProofSchedules {
    /** Makes those that are missing and changes those that differ. */
    void ensureProofs(Collection<String> serverNames);

    /** Absent is success. */
    void unscheduleProofs(String serverName);
}
