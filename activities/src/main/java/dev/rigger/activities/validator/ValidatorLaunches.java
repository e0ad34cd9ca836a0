package dev.rigger.activities.validator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rigger.hotkey.secrets.SecretKeys;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.LaunchTokenRecord;
import dev.rigger.inventory.LaunchTokens;
import dev.rigger.inventory.SealedAs;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.deployment.LaunchActivities;
import dev.rigger.workflows.deployment.LaunchToken;
import io.micronaut.context.annotation.Requires;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Launch tokens and the end of instances, at the validator. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class ValidatorLaunches implements LaunchActivities {
    /** A step on the hot path waits no longer for a permit; the workflow then tries it the patient way. */
    private static final Duration HOT_PATIENCE = Duration.ofMillis(200);

    private static final Duration COLD_PATIENCE = Duration.ofSeconds(20);

    private final ValidatorClients validators;
    private final Deployments deployments;
    private final LaunchTokens tokens;
    private final SecretKeys secrets;
    private final Periods periods;
    private final Clock clock;

    public ValidatorLaunches(
            ValidatorClients validators,
            Deployments deployments,
            LaunchTokens tokens,
            SecretKeys secrets,
            Periods periods,
            Clock clock) {
        this.validators = validators;
        this.deployments = deployments;
        this.tokens = tokens;
        this.secrets = secrets;
        this.periods = periods;
        this.clock = clock;
    }

    @Override
    public LaunchToken obtainLaunchToken(String deploymentId) {
        Optional<LaunchTokenRecord> stored = tokens.of(deploymentId).filter(this::young);
        if (stored.isPresent()) {
            deployments.setConfigId(deploymentId, stored.get().configId());
            return new LaunchToken.Granted(stored.get().configId());
        }
        Deployment deployment = deployments
                .byId(deploymentId)
                .orElseThrow(() -> ApplicationFailure.newNonRetryableFailure(
                        "Deployment " + deploymentId + " has no row (DEPLOYMENT_UNKNOWN): it was released before",
                        "DEPLOYMENT_UNKNOWN"));
        Duration patience = onTheHotPath() ? HOT_PATIENCE : COLD_PATIENCE;
        LaunchGrant answer = ActivityFailures.orRetry(
                () -> validators.of(deployment.validator()).launchConfig(deployment.chuteId(), patience));
        return switch (answer) {
            case LaunchGrant.Granted granted -> keep(deploymentId, granted);
            case LaunchGrant.Locked locked -> new LaunchToken.CapacityLocked(periods.capacityBackoff(), locked.why());
            case LaunchGrant.Forbidden forbidden ->
                new LaunchToken.Forbidden(periods.forbiddenBackoff(), forbidden.why());
            case LaunchGrant.Rejected rejected -> new LaunchToken.Rejected(rejected.status(), rejected.why());
            case LaunchGrant.Unauthorised unauthorised -> new LaunchToken.Unauthorised(unauthorised.why());
        };
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

    /** The token first: a config id without its token would be a permission that nobody can use. */
    private LaunchToken keep(String deploymentId, LaunchGrant.Granted granted) {
        Instant now = clock.instant();
        String token = granted.token().reveal();
        byte[] sealed = secrets.encrypt(token.getBytes(UTF_8), SealedAs.launchToken(deploymentId));
        tokens.save(new LaunchTokenRecord(
                deploymentId, granted.configId(), sealed, now, TokenExpiry.of(token, now, periods.tokenLife())));
        deployments.setConfigId(deploymentId, granted.configId());
        return new LaunchToken.Granted(granted.configId());
    }

    private boolean young(LaunchTokenRecord token) {
        Instant expires = token.expiresAt();
        Instant end = expires == null ? token.askedAt().plus(periods.tokenLife()) : expires;
        return clock.instant().isBefore(end.minus(periods.tokenLeft()));
    }

    private void purge(Deployment deployment) {
        ValidatorClient validator = validators.of(deployment.validator());
        String instanceId = deployment.instanceId();
        if (instanceId != null) {
            validator.deleteInstance(deployment.chuteId(), instanceId);
        } else if (deployment.configId() != null) {
            purgeUnheardOf(validator, deployment.configId());
        }
    }

    /** A pod may have claimed without our hearing of it: the validator is asked by the config. */
    private static void purgeUnheardOf(ValidatorClient validator, String configId) {
        Listing<Listed.Instance> instances = validator.instances();
        for (Listed.Instance instance : instances.items()) {
            if (configId.equals(instance.configId())) {
                validator.deleteInstance(instance.chuteId(), instance.instanceId());
                return;
            }
        }
        // Silence is the protocol's older way of saying that there are none.
        if (!instances.complete() && instances.completeness() != Completeness.SILENT) {
            throw new ValidatorUnreachable("GET /miner/instances/ came incomplete: " + instances.why());
        }
    }
}
