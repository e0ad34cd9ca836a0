package dev.rigger.activities.validator;

import dev.rigger.activities.validator.wire.ValidatorUnreachable;
import dev.rigger.workflows.reconcile.OrphanInstances;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends instances whose deployment is over: until then the validator lets nobody claim their GPUs. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class OrphanedInstances implements OrphanInstances {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanedInstances.class);

    private final ValidatorClients validators;

    OrphanedInstances(ValidatorClients validators) {
        this.validators = validators;
    }

    @Override
    public void end(String validator, String chuteId, String instanceId) {
        try {
            validators.of(validator).launches().deleteInstance(chuteId, instanceId);
            LOG.warn("instance {} of chute {} belongs to no deployment any more; it is ended", instanceId, chuteId);
        } catch (ValidatorUnreachable away) {
            LOG.warn("instance {} could not be ended: {}; the next comparison ends it", instanceId, away.getMessage());
        }
    }
}
