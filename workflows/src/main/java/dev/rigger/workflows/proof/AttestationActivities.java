package dev.rigger.workflows.proof;

import io.temporal.activity.ActivityInterface;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A confidential machine, asked through its attestation service. A refusal is an answer, never a failure. */
@ActivityInterface(namePrefix = "Attestation_")
public interface AttestationActivities {
    /** How a server with those labels proves itself to that validator's network. */
    ProofChoice chooseProof(String validator, Map<String, String> labels);

    /** Its GPUs. */
    MachineAnswer reportDevices(Machine machine);

    /**
     * Its evidence, with a nonce drawn now, judged as far as that goes without Intel's and NVIDIA's services. Where only the
     * validator may ask for it, that is told with code {@code LEFT_TO_VALIDATOR}, and accepted: nothing was seen.
     */
    MachineAnswer attest(Machine machine, DeviceReport report);

    /**
     * @param address at which it is reached from outside
     * @param gpuShortRef as which its GPUs are announced
     */
    record Machine(String serverName, String address, String gpuShortRef, String validator) {}

    /**
     * @param report null unless its GPUs were asked for and told
     * @param verdict what it came to
     * @param next what to do about a refusal; empty otherwise
     */
    record MachineAnswer(@Nullable DeviceReport report, ProofVerdict verdict, String next) {}
}
