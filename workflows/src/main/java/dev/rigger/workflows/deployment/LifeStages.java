package dev.rigger.workflows.deployment;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a deployment got, by what the validator and the cluster said of it, in whatever order they said it: a stage
 * once reached is never lost, and the first reason to end is the one that counts.
 */
final class LifeStages {
    private Phase phase = Phase.ORDERED;
    private @Nullable String instanceId;
    private @Nullable Reason ending;
    private boolean wasActive;
    private boolean podSeenRunning;
    private @Nullable Reason trouble;
    private @Nullable String words;

    Phase phase() {
        return phase;
    }

    @Nullable
    String instanceId() {
        return instanceId;
    }

    @Nullable
    Reason ending() {
        return ending;
    }

    boolean wasActive() {
        return wasActive;
    }

    /** What keeps the pod from starting, as it was seen last. */
    @Nullable
    Reason trouble() {
        return trouble;
    }

    /** What the cluster said last before the deployment had to end. */
    @Nullable
    String words() {
        return words;
    }

    boolean podSeenRunning() {
        return podSeenRunning || phase.compareTo(Phase.CLAIMED) >= 0;
    }

    boolean reached(Phase wanted) {
        return phase.compareTo(wanted) >= 0;
    }

    boolean over(Phase wanted) {
        return ending != null || reached(wanted);
    }

    /** Never back: an event may have told of a later stage while a step was still under way. */
    void moveTo(Phase next) {
        if (!reached(next)) {
            phase = next;
            wasActive |= next == Phase.ACTIVE;
        }
    }

    /** What an earlier attempt reached; events may have told more than its row knew. */
    void continueFrom(Phase reached, @Nullable String instance) {
        moveTo(reached);
        instanceId = instance == null ? instanceId : instance;
    }

    void end(Reason reason) {
        if (ending == null) {
            ending = reason;
        }
    }

    /** Whether the event says anything new; an event about another instance, or one that repeats, does not. */
    boolean heard(InstanceEvent event) {
        String named = event.instanceId();
        if (named != null && instanceId != null && !named.equals(instanceId)) {
            return false;
        }
        boolean newId = named != null && instanceId == null;
        if (newId) {
            instanceId = named;
        }
        return switch (event.kind()) {
            case CREATED -> advance(Phase.CLAIMED) || newId;
            case VERIFIED -> advance(Phase.VERIFIED) || newId;
            case ACTIVATED -> advance(Phase.ACTIVE) || newId;
            case DISABLED -> true;
            case DELETED -> {
                boolean first = ending == null;
                end(Reason.VALIDATOR_REMOVED);
                yield first;
            }
        };
    }

    void saw(PodSighting sighting) {
        switch (sighting.state()) {
            case PENDING -> trouble = sighting.why();
            case RUNNING -> {
                podSeenRunning = true;
                trouble = null;
            }
            case SUCCEEDED -> end(Reason.POD_SUCCEEDED);
            case FAILED -> end(Objects.requireNonNullElse(sighting.why(), Reason.POD_FAILED));
            case ABSENT -> end(Reason.WORKLOAD_DISAPPEARED);
        }
        if (ending == null || words == null) {
            words = sighting.inWords();
        }
    }

    /** Stages are only ever won on the way up; draining is not undone by a late word of the validator's. */
    private boolean advance(Phase next) {
        if (reached(next)) {
            return false;
        }
        moveTo(next);
        return true;
    }
}
