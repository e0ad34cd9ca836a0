package dev.rigger.activities.validator;

import dev.rigger.activities.validator.api.LaunchGrant;
import dev.rigger.activities.validator.api.LaunchWish;
import dev.rigger.activities.validator.api.Listed;
import dev.rigger.activities.validator.api.ValidatorClient;
import dev.rigger.activities.validator.wire.Completeness;
import dev.rigger.activities.validator.wire.Listing;
import dev.rigger.activities.validator.wire.Trouble;
import dev.rigger.activities.validator.wire.ValidatorUnreachable;
import dev.rigger.inventory.Backoff;
import dev.rigger.inventory.Backoffs;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.JobAttempts;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.deployment.LaunchActivities;
import dev.rigger.workflows.deployment.LaunchToken;
import dev.rigger.workflows.deployment.Reason;
import io.micronaut.context.annotation.Requires;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Launch tokens and the end of instances, at the validator. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class ValidatorLaunches implements LaunchActivities {
    /** A step on the hot path waits no longer for a permit; the workflow then tries it the patient way. */
    private static final Duration HOT_PATIENCE = Duration.ofMillis(200);

    private static final Duration COLD_PATIENCE = Duration.ofSeconds(20);

    private final ValidatorClients validators;
    private final Deployments deployments;
    private final LaunchTokenStore tokens;
    private final JobAttempts attempts;
    private final Backoffs backoffs;
    private final Periods periods;
    private final Clock clock;

    ValidatorLaunches(
            ValidatorClients validators,
            Deployments deployments,
            LaunchTokenStore tokens,
            JobAttempts attempts,
            Backoffs backoffs,
            Periods periods,
            Clock clock) {
        this.validators = validators;
        this.deployments = deployments;
        this.tokens = tokens;
        this.attempts = attempts;
        this.backoffs = backoffs;
        this.periods = periods;
        this.clock = clock;
    }

    @Override
    public LaunchToken obtainLaunchToken(String deploymentId) {
        return tokens.young(deploymentId).orElseGet(() -> ask(deployment(deploymentId)));
    }

    /** Within a batch there is no activity of one's own, and somebody waits for the whole of it. */
    private static boolean onTheHotPath() {
        try {
            return Activity.getExecutionContext().getInfo().isLocal();
        } catch (IllegalStateException withinABatch) {
            return true;
        }
    }

    @Override
    public void purgeInstance(String deploymentId) {
        deployments.byId(deploymentId).ifPresent(deployment -> ActivityFailures.orRetry(() -> purge(deployment)));
    }

    private LaunchToken ask(Deployment deployment) {
        String jobId = deployment.jobId();
        // The validator lets a miner try a job once: after an attempt whose answer was lost there is nothing to ask.
        if (jobId != null && !attempts.begin(jobId, deployment.deploymentId(), clock.instant())) {
            giveBack(deployment, jobId);
            return new LaunchToken.Forbidden(
                    periods.forbiddenBackoff(),
                    "Job " + jobId + " was asked for before, and a miner may ask once (JOB_ASKED_BEFORE)");
        }
        LaunchGrant answer = ActivityFailures.orRetry(() -> askOnce(deployment, jobId));
        return switch (answer) {
            case LaunchGrant.Granted granted -> {
                backoffs.unlock(deployment.chuteId());
                yield tokens.keep(deployment.deploymentId(), granted);
            }
            // So many miners race for the job that there will be no place for us.
            case LaunchGrant.CapacityLocked locked when jobId != null -> new LaunchToken.Rejected(423, locked.why());
            case LaunchGrant.CapacityLocked locked ->
                new LaunchToken.CapacityLocked(lockedFor(deployment.chuteId()), locked.why());
            case LaunchGrant.Forbidden forbidden ->
                new LaunchToken.Forbidden(periods.forbiddenBackoff(), forbidden.why());
            case LaunchGrant.Gone gone -> new LaunchToken.Rejected(404, gone.why());
            case LaunchGrant.Taken taken -> new LaunchToken.Rejected(409, taken.why());
            case LaunchGrant.Unfit unfit -> new LaunchToken.Rejected(unfit.status(), unfit.why());
            case LaunchGrant.Unauthorised unauthorised -> new LaunchToken.Unauthorised(unauthorised.why());
        };
    }

    /** The answer to our own question was lost: if it was a grant, somebody else shall have the job. */
    private void giveBack(Deployment deployment, String jobId) {
        if (attempts.askedBy(jobId).filter(deployment.deploymentId()::equals).isPresent()) {
            ActivityFailures.orRetry(
                    () -> validators.of(deployment.validator()).launches().releaseJob(jobId));
        }
    }

    private LaunchGrant askOnce(Deployment deployment, @Nullable String jobId) {
        Duration patience = onTheHotPath() ? HOT_PATIENCE : COLD_PATIENCE;
        LaunchWish wish = new LaunchWish(deployment.chuteId(), jobId, deployment.serverId());
        try {
            return validators.of(deployment.validator()).launches().launchConfig(wish, patience);
        } catch (ValidatorUnreachable e) {
            boolean neverSent = e.trouble() == Trouble.LEFT_ALONE || e.trouble() == Trouble.TOO_MANY_CALLS;
            if (jobId != null && neverSent) {
                attempts.takeBack(jobId, deployment.deploymentId());
            }
            throw e;
        }
    }

    /** Twice as long with every refusal in a row; refusals of one wave count as one. */
    private Duration lockedFor(String chuteId) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant until = backoffs.lock(
                chuteId,
                Backoff.EVERYWHERE,
                Reason.CAPACITY_LOCKED.name(),
                now,
                periods.capacityBackoff(),
                periods.capacityBackoffMax());
        return Duration.between(now, until);
    }

    private Deployment deployment(String deploymentId) {
        return deployments
                .byId(deploymentId)
                .orElseThrow(() -> ApplicationFailure.newNonRetryableFailure(
                        "Deployment " + deploymentId + " has no row (DEPLOYMENT_UNKNOWN): it was released before",
                        "DEPLOYMENT_UNKNOWN"));
    }

    private void purge(Deployment deployment) {
        ValidatorClient validator = validators.of(deployment.validator());
        String jobId = deployment.jobId();
        // A pod that ended by itself has said what became of its job.
        if (jobId != null && !Reason.POD_SUCCEEDED.name().equals(deployment.reason())) {
            validator.launches().releaseJob(jobId);
        }
        String instanceId = deployment.instanceId();
        if (instanceId != null) {
            validator.launches().deleteInstance(deployment.chuteId(), instanceId);
        } else if (deployment.configId() != null) {
            purgeUnheardOf(validator, deployment.configId());
        }
    }

    /** A pod may have claimed without our hearing of it: the validator is asked by the config. */
    private static void purgeUnheardOf(ValidatorClient validator, String configId) {
        Listing<Listed.Instance> instances = validator.lists().instances();
        for (Listed.Instance instance : instances.items()) {
            if (configId.equals(instance.configId())) {
                validator.launches().deleteInstance(instance.chuteId(), instance.instanceId());
                return;
            }
        }
        // Silence is the protocol's older way of saying that there are none.
        if (!instances.complete() && instances.completeness() != Completeness.SILENT) {
            throw new ValidatorUnreachable(
                    Trouble.ANSWER_UNREADABLE, "GET /miner/instances/ came incomplete: " + instances.why());
        }
    }
}
