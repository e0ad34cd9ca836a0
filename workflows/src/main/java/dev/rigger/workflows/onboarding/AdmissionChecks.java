package dev.rigger.workflows.onboarding;

import dev.rigger.workflows.Steps;
import io.temporal.failure.ActivityFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The checks that are answered before anything is written, in the order in which the wire protocol reports them. */
final class AdmissionChecks {
    /** A caller waits at the other end. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final OnboardingRequest request;
    private @Nullable NodeFacts facts;

    AdmissionChecks(OnboardingRequest request) {
        this.request = request;
    }

    /** The node, once admitted. */
    NodeFacts facts() {
        NodeFacts found = facts;
        if (found == null) {
            throw new IllegalStateException("not admitted");
        }
        return found;
    }

    Admission run(String progressStream) {
        Admission refusal = lookUpNode();
        refusal = refusal == null ? checkName() : refusal;
        refusal = refusal == null ? checkGpuType() : refusal;
        return refusal == null ? new Admission(200, "ADMITTED", "admitted", "", progressStream) : refusal;
    }

    private @Nullable Admission lookUpNode() {
        try {
            NodeLookup lookup = Steps.patient(NodeActivities.class, "Look up node " + request.name(), PATIENCE)
                    .lookUpNode(request);
            facts = lookup.facts();
            return lookup.refusal();
        } catch (ActivityFailure away) {
            return unlessCancelled(
                    away,
                    new Admission(
                            502,
                            "CLUSTER_UNREACHABLE",
                            "The cluster of " + request.name() + " does not answer.",
                            request.agentApi() == null
                                    ? "Check KUBECONFIG and the API server."
                                    : "Check that " + request.agentApi() + " answers from here.",
                            null));
        }
    }

    private @Nullable Admission checkName() {
        boolean provisioned = Steps.call(
                ServerRecordActivities.class,
                "Is " + request.name() + " there already",
                (ServerRecordActivities rows) -> rows.isProvisioned(request.name()));
        return provisioned
                ? new Admission(
                        409,
                        "SERVER_ALREADY_PROVISIONED",
                        "Server with name=" + request.name() + " is already provisioned!",
                        "Delete it first to add it anew: rigger delete-node --name " + request.name(),
                        null)
                : null;
    }

    private @Nullable Admission checkGpuType() {
        try {
            return Steps.patient(ValidatorNodeActivities.class, "Is " + request.gpuShortRef() + " supported", PATIENCE)
                    .checkGpuType(request);
        } catch (ActivityFailure away) {
            return unlessCancelled(
                    away,
                    new Admission(
                            500,
                            "VALIDATOR_UNREACHABLE",
                            "Validator " + request.validator() + " does not say which GPUs it supports.",
                            "Check VALIDATORS and try again.",
                            null));
        }
    }

    private static Admission unlessCancelled(ActivityFailure failure, Admission otherwise) {
        if (Steps.isCancellation(failure)) {
            throw failure;
        }
        return otherwise;
    }
}
