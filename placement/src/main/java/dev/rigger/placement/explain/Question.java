package dev.rigger.placement.explain;

/** What a person asks of a plan: why is this so, and what would have made it otherwise? */
public sealed interface Question {

    /** Why is it launched there, or not at all? */
    record OfChute(String chuteId) implements Question {}

    /** Why is this chute launched on this server, or not? */
    record OfPlace(String chuteId, String serverId) implements Question {}

    /** Why does it get these chutes, or none? */
    record OfServer(String serverId) implements Question {}

    /** Why is it taken, freed, or left as it is? */
    record OfGpu(String gpuId) implements Question {}

    /** Why is this deployment ended to make room, or kept? */
    record OfCopy(String deploymentId) implements Question {}
}
