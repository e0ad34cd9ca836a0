package dev.rigger.activities.kubernetes;

import dev.rigger.activities.kubernetes.cluster.ClusterFailure;
import io.temporal.failure.ApplicationFailure;

/**
 * The one place where a cluster's failures become Temporal's: the code is the type.
 * All may be retried but what waits for a person.
 */
final class Retryable {
    private Retryable() {}

    static ApplicationFailure of(ClusterFailure failure) {
        return failure.code() == ClusterFailure.Code.FIELD_CONFLICT
                ? ApplicationFailure.newNonRetryableFailure(
                        failure.getMessage(), failure.code().name())
                : ApplicationFailure.newFailure(
                        failure.getMessage(), failure.code().name());
    }

    static ApplicationFailure gone(String what, String id, String code) {
        return ApplicationFailure.newNonRetryableFailure(
                what + " " + id + " is not in the inventory; its owner's workflow decides what follows", code);
    }
}
