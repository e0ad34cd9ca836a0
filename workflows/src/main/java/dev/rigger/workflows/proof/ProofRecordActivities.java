package dev.rigger.workflows.proof;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a later proof needs of the inventory. */
@ActivityInterface(namePrefix = "ProofRecord_")
public interface ProofRecordActivities {
    /** The server as it is known; null when there is none of that name that has joined. */
    @Nullable
    KnownServer knownServer(String serverName);

    /**
     * Writes what a look came to: the GPUs that are trusted from now on, those that are not any more, and why.
     *
     * @return whether a GPU is trusted now that was not, or the other way round
     */
    boolean recordLook(ProofLook look);

    /**
     * Keeps the server's free GPUs from being reserved while they are proven, for some hours at most.
     *
     * @param proofId whoever asks again with it gets the same
     * @return their uuids
     */
    List<String> holdFreeGpus(String serverId, String proofId);

    /** The proof is over, whatever came of it. */
    void giveBackGpus(String proofId);

    /**
     * @param gpuShortRef as which its GPUs were announced
     * @param due whether the last accepted proof is older than it may be
     */
    record KnownServer(
            String serverName,
            String serverId,
            String validator,
            String gpuShortRef,
            boolean due,
            List<KnownGpu> gpus) {}

    /**
     * @param device as it was when it joined; its index is unknown
     * @param owned whether a deployment has it, so that its memory is not free for a proof
     */
    record KnownGpu(DeviceReport.Device device, boolean verified, boolean owned) {}

    /**
     * @param lookId once, however often it is written
     * @param trusted uuids
     * @param distrusted uuids
     */
    record ProofLook(
            String lookId,
            String serverName,
            String serverId,
            boolean accepted,
            String code,
            String what,
            List<String> trusted,
            List<String> distrusted) {}
}
