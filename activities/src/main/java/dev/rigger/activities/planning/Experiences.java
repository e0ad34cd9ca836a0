package dev.rigger.activities.planning;

import dev.rigger.inventory.LaunchHistory;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.deployment.Reason;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What earlier launches taught, read again now and then: summing up a week is too slow for the way of a bounty. */
@Singleton
final class Experiences {

    /** Ends that speak against the chute or the server, not against the validator or the operator. */
    private static final String FAILURES = Stream.of(
                    Reason.CLUSTER_REFUSED,
                    Reason.POD_NEVER_STARTED,
                    Reason.IMAGE_PULL_FAILED,
                    Reason.POD_REFUSED,
                    Reason.RUNTIME_CLASS_MISSING,
                    Reason.POD_UNSCHEDULABLE,
                    Reason.NODE_REFUSED_POD,
                    Reason.POD_FAILED,
                    Reason.POD_EVICTED,
                    Reason.POD_OUT_OF_MEMORY,
                    Reason.POD_SUCCEEDED,
                    Reason.WORKLOAD_DISAPPEARED,
                    Reason.NEVER_CLAIMED,
                    Reason.NEVER_VERIFIED,
                    Reason.NEVER_ACTIVATED)
            .map(Reason::name)
            .collect(Collectors.joining(","));

    private final LaunchHistory history;
    private final Periods periods;
    private final Map<String, Experience> known = new ConcurrentHashMap<>();

    Experiences(LaunchHistory history, Periods periods) {
        this.history = history;
        this.periods = periods;
    }

    Experience of(String validator, Instant now) {
        Experience last = known.get(validator);
        if (last != null && last.readAt().plus(periods.experienceFresh()).isAfter(now)) {
            return last;
        }
        Experience read = new Experience(history.since(validator, now.minus(periods.experienceAge()), FAILURES), now);
        known.put(validator, read);
        return read;
    }
}
