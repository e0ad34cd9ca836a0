package dev.rigger.activities.validator.sync;

import dev.rigger.activities.validator.api.Listed;
import dev.rigger.activities.validator.wire.Listing;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.Epoch;
import dev.rigger.inventory.SeenInstance;
import dev.rigger.inventory.Sightings;
import dev.rigger.settings.Periods;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes which instances of ours the validator has, where its list is believed. */
@Singleton
final class InstanceSync {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceSync.class);

    private final Sightings sightings;
    private final Deployments deployments;
    private final ListTrust trust;
    private final Hotkey miner;
    private final Periods periods;
    private final Clock clock;

    InstanceSync(
            Sightings sightings, Deployments deployments, ListTrust trust, Hotkey miner, Periods periods, Clock clock) {
        this.sightings = sightings;
        this.deployments = deployments;
        this.trust = trust;
        this.miner = miner;
        this.periods = periods;
        this.clock = clock;
    }

    /** Answers whether anything differs from before. @param active everybody's, which contradicts a list that lost ours */
    boolean write(String validator, Listing<Listed.Instance> listing, Listing<Listed.ActiveInstance> active) {
        Instant now = clock.instant();
        List<SeenInstance> before = sightings.instances(validator);
        Set<String> known = before.stream().map(SeenInstance::instanceId).collect(Collectors.toSet());
        // A fleet that came up since the last whole list is known by its own rows.
        known.addAll(deployments.claimedInstances(validator, now.minus(periods.newRowGrace())));
        Map<String, Listed.Instance> listed = new LinkedHashMap<>();
        listing.items().forEach(instance -> listed.put(instance.instanceId(), instance));
        int count = listed.size();
        boolean complete = listing.complete() && ours(listing.items());
        boolean suspect = complete
                && (trust.suspect(Epoch.INSTANCES, validator, known.size(), count, now)
                        || contradicted(known, listed.keySet(), active));
        Epoch epoch = new Epoch(Epoch.INSTANCES, validator, now, complete, suspect, count);
        if (!complete || suspect) {
            LOG.warn(
                    "The list of our instances is not believed (LIST_{}): {} are known, {} are listed. {}",
                    complete ? "SUSPECT" : "INCOMPLETE",
                    known.size(),
                    count,
                    listing.why());
            sightings.saveEpoch(epoch);
            return false;
        }
        List<SeenInstance> seen = listed.values().stream()
                .map(instance -> new SeenInstance(
                        instance.instanceId(),
                        validator,
                        instance.chuteId(),
                        instance.configId(),
                        instance.active(),
                        instance.verified(),
                        instance.active() ? instance.multiplier() : null,
                        now))
                .toList();
        sightings.saveInstances(epoch, seen);
        return !standings(before).equals(standings(seen));
    }

    /** A list with another miner's instances is not the one that was asked for. */
    private boolean ours(List<Listed.Instance> instances) {
        return instances.stream()
                .allMatch(instance ->
                        instance.minerHotkey() == null || instance.minerHotkey().equals(miner.ss58()));
    }

    /** An instance that the list lost, and that is active in the list of all miners', is not gone. */
    private boolean contradicted(Set<String> known, Set<String> listed, Listing<Listed.ActiveInstance> active) {
        Set<String> lost = new HashSet<>(known);
        lost.removeAll(listed);
        return !lost.isEmpty()
                && active.items().stream()
                        .anyMatch(instance ->
                                instance.minerHotkey().equals(miner.ss58()) && lost.contains(instance.instanceId()));
    }

    private static Set<String> standings(List<SeenInstance> instances) {
        Set<String> standings = new HashSet<>();
        instances.forEach(i -> standings.add(i.instanceId() + i.active() + i.verified()));
        return standings;
    }
}
