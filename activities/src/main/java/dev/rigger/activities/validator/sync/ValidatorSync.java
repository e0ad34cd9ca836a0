package dev.rigger.activities.validator.sync;

import dev.rigger.activities.validator.ValidatorClients;
import dev.rigger.activities.validator.api.MinerLists;
import dev.rigger.workflows.reconcile.Sync;
import dev.rigger.workflows.reconcile.SyncActivities;
import io.micronaut.context.annotation.Requires;
import io.temporal.activity.Activity;
import jakarta.inject.Singleton;

/** The validator's lists, pulled and written. An incomplete list changes nothing; a suspect one removes nothing. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class ValidatorSync implements SyncActivities {
    private final ValidatorClients validators;
    private final InstanceSync instances;
    private final ChuteSync chutes;
    private final SideLists sides;

    ValidatorSync(ValidatorClients validators, InstanceSync instances, ChuteSync chutes, SideLists sides) {
        this.validators = validators;
        this.instances = instances;
        this.chutes = chutes;
        this.sides = sides;
    }

    @Override
    public Sync pull(String validator) {
        MinerLists platform = validators.of(validator).lists();
        Lists lists = Lists.fetch(platform, () -> heartbeat("lists"));
        boolean changed = instances.write(validator, lists.instances(), lists.active());
        heartbeat("instances");
        sides.write(validator, lists);
        heartbeat("side lists");
        changed |= chutes.write(validator, lists, platform);
        heartbeat("chutes");
        String summary = lists.chutes().items().size() + " chutes ("
                + lists.chutes().completeness() + "), "
                + lists.instances().items().size() + " instances ("
                + lists.instances().completeness() + "), "
                + lists.jobs().items().size() + " open jobs"
                + (lists.complete() ? "" : "; some lists came incomplete");
        return new Sync(lists.complete(), changed, summary);
    }

    private static void heartbeat(String done) {
        Activity.getExecutionContext().heartbeat(done);
    }
}
