package dev.rigger.app.bench.faults;

import dev.rigger.app.bench.system.WholeSystem;
import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.inventory.Epoch;
import dev.rigger.workflows.WorkflowIds;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One validator's fleet from all sides: what the validator, the inventory and the cluster have of it. */
final class FleetView {
    private static final String ROWS = "SELECT count(*) FROM deployments WHERE chute_id = ?";
    private static final String NOT_ENDING = " AND phase NOT IN ('DRAINING', 'HELD')";

    private final WholeSystem system;
    private final DevnetValidator validator;
    private final String name;
    private final Story story;
    private int chutes;

    /** @param name in the names of its chutes, which no two validators may share */
    FleetView(WholeSystem system, DevnetValidator validator, String name) {
        this.system = system;
        this.validator = validator;
        this.name = name;
        this.story = new Story(system.inventory(), validator.ss58());
    }

    DevnetValidator validator() {
        return validator;
    }

    /** A new chute that wants one copy; answers its id. */
    String createChute() {
        return validator
                .platform()
                .chutes()
                .create(ChuteOrder.of(name + "-" + ++chutes, 1, 24, "l40s").wanting(1))
                .chuteId();
    }

    void deleteChute(String chuteId) {
        validator.platform().chutes().delete(chuteId);
    }

    /** Ids of instances that serve now. */
    Set<String> serving() {
        return instances().stream()
                .filter(Instance::active)
                .map(Instance::instanceId)
                .collect(Collectors.toSet());
    }

    Set<String> servingOf(String chuteId) {
        return instances().stream()
                .filter(instance -> instance.active() && instance.chuteId().equals(chuteId))
                .map(Instance::instanceId)
                .collect(Collectors.toSet());
    }

    private List<Instance> instances() {
        return validator.platform().instances().of(system.minerSs58());
    }

    /** The validator's list of our instances came whole at least once. */
    boolean isListed() {
        return system.inventory()
                        .count(
                                "SELECT count(*) FROM epochs WHERE validator = ? AND source = ? AND complete",
                                validator.ss58(),
                                Epoch.INSTANCES)
                > 0;
    }

    /** A copy is on its way, or the validator forbade one and the time it is left alone is not over. */
    boolean isWanted(String chuteId) {
        return system.inventory().count(ROWS + NOT_ENDING, chuteId) > 0 || isForbidden(chuteId);
    }

    boolean isForbidden(String chuteId) {
        return system.inventory()
                        .count(
                                "SELECT count(*) FROM backoffs"
                                        + " WHERE subject = ? AND reason = 'FORBIDDEN' AND until > now()",
                                chuteId)
                > 0;
    }

    boolean isUnwanted(String chuteId) {
        return system.inventory().count(ROWS + NOT_ENDING, chuteId) == 0;
    }

    /** One copy serves, and everybody knows of that one alone. */
    boolean servesOnce(String chuteId) {
        return servingOf(chuteId).size() == 1
                && system.inventory().count(ROWS, chuteId) == 1
                && system.inventory().count(ROWS + " AND active", chuteId) == 1;
    }

    boolean isGone(String chuteId) {
        return instances().stream().noneMatch(instance -> instance.chuteId().equals(chuteId))
                && system.inventory().count(ROWS, chuteId) == 0
                && system.workloads().leftOf(chuteId).isEmpty();
    }

    /** How many copies of the chute there are beyond the one that it wants, by whoever counts most. */
    int doubled(String chuteId) {
        long rows = system.inventory().count(ROWS, chuteId);
        return (int) Math.max(0, Math.max(rows, servingOf(chuteId).size()) - 1);
    }

    int ownedGpus() {
        return (int) system.inventory()
                .count("SELECT count(*) FROM gpus WHERE validator = ? AND deployment_id IS NOT NULL", validator.ss58());
    }

    /** How many comparisons with this validator began after that moment. */
    int passesSince(Instant moment) {
        return Math.toIntExact(system.temporalConnection()
                .client()
                .countWorkflows("WorkflowType = 'ReconcileWorkflow' AND WorkflowId STARTS_WITH '"
                        + WorkflowIds.reconcile(validator.ss58()) + "' AND StartTime > '" + moment + "'")
                .getCount());
    }

    /** Why these instances serve no longer. */
    String endings(Collection<String> instanceIds) {
        return instanceIds.stream().map(story::ofInstance).toList().toString();
    }

    /** Why these chutes are not yet as they should be. */
    String story(List<String> chutes) {
        return String.join("; ", chutes.stream().map(story::of).toList()) + "; " + story.ofFleet();
    }
}
