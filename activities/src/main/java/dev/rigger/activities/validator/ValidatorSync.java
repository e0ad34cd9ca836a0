package dev.rigger.activities.validator;

import dev.rigger.inventory.Epoch;
import dev.rigger.inventory.SeenInstance;
import dev.rigger.inventory.Sightings;
import dev.rigger.workflows.reconcile.Sync;
import dev.rigger.workflows.reconcile.SyncActivities;
import io.micronaut.context.annotation.Requires;
import io.temporal.activity.Activity;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The validator's lists, pulled and written. An incomplete list changes nothing; a suspect one removes nothing. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class ValidatorSync implements SyncActivities {
    private static final String INSTANCES = "validator:instances";

    private final ValidatorClients validators;
    private final ChuteSync chutes;
    private final Sightings sightings;
    private final Clock clock;

    ValidatorSync(ValidatorClients validators, ChuteSync chutes, Sightings sightings, Clock clock) {
        this.validators = validators;
        this.chutes = chutes;
        this.sightings = sightings;
        this.clock = clock;
    }

    @Override
    public Sync pull(String validator) {
        ValidatorClient client = validators.of(validator);
        Listing<Listed.Instance> instances = client.instances();
        boolean changed = writeInstances(validator, instances);
        heartbeat("instances");
        ChuteSync.Market market = ChuteSync.Market.of(client);
        heartbeat("market");
        Listing<Listed.Chute> listed = client.chutes();
        changed |= chutes.write(validator, listed, market);
        heartbeat("chutes");
        boolean complete = instances.complete() && listed.complete() && market.complete();
        String summary = listed.items().size() + " chutes (" + listed.completeness() + "), "
                + instances.items().size() + " instances (" + instances.completeness() + ")"
                + (market.complete() ? "" : ", demand incomplete");
        return new Sync(complete, changed, summary);
    }

    private boolean writeInstances(String validator, Listing<Listed.Instance> listing) {
        Instant now = clock.instant();
        List<SeenInstance> before = sightings.instances(validator);
        int count = listing.items().size();
        boolean suspect =
                listing.complete() && ListTrust.suspect(before.size(), sightings.latest(INSTANCES, validator), count);
        Epoch epoch = new Epoch(INSTANCES, validator, now, listing.complete(), suspect, count);
        if (!listing.complete() || suspect) {
            sightings.saveEpoch(epoch);
            return false;
        }
        List<SeenInstance> seen = listing.items().stream()
                .map(instance -> new SeenInstance(
                        instance.instanceId(),
                        validator,
                        instance.chuteId(),
                        instance.configId(),
                        instance.active(),
                        instance.verified(),
                        now))
                .toList();
        sightings.saveInstances(epoch, seen);
        return !standings(before).equals(standings(seen));
    }

    private static Set<String> standings(List<SeenInstance> instances) {
        Set<String> standings = new HashSet<>();
        instances.forEach(i -> standings.add(i.instanceId() + i.active() + i.verified()));
        return standings;
    }

    private static void heartbeat(String done) {
        Activity.getExecutionContext().heartbeat(done);
    }
}
