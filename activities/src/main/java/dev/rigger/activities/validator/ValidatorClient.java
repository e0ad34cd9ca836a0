package dev.rigger.activities.validator;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What Rigger asks of one validator. Every status the protocol has is a value; {@link ValidatorUnreachable} is what remains.
 */
public interface ValidatorClient {
    /**
     * {@code GET /instances/launch_config}: every grant is a new one, so it is tried once.
     *
     * @param patience the longest wait for the rate limit
     */
    LaunchGrant launchConfig(String chuteId, Duration patience);

    /** {@code DELETE /instances/{chute}/{instance}}: 404 is success. */
    void deleteInstance(String chuteId, String instanceId);

    /** {@code GET /miner/chutes/}. */
    Listing<Listed.Chute> chutes();

    /** {@code GET /miner/instances/}: ours; asks the validator to say so when there are none. */
    Listing<Listed.Instance> instances();

    /** {@code GET /miner/nodes/}: our GPUs. */
    Listing<Listed.Node> nodes();

    /** {@code GET /miner/active_instances/}: everybody's. */
    Listing<Listed.ActiveInstance> activeInstances();

    /** {@code GET /chutes/utilization}. */
    Listing<Listed.Utilisation> utilisation();

    /** {@code GET /bounties/}. */
    Listing<Listed.Bounty> bounties();

    /** {@code GET /miner/chutes/{id}/{version}}; empty when that chute or version is gone. */
    Optional<Listed.Chute> chute(String chuteId, String version);

    /** {@code GET /nodes/supported}: the GPU types. */
    Set<String> supportedGpus();

    /** {@code POST /nodes/}; the body is signed as it is sent. */
    NodesAnswer announceNodes(byte[] body);

    /** {@code GET /nodes/verification_status}. */
    VerificationStatus verificationStatus(String taskId);

    /** {@code DELETE /nodes/{uuid}}: 404 is success. */
    void deleteNode(String uuid);

    /** {@code DELETE /servers/{id}}: 404 is success. */
    void deleteServer(String serverId);
}
