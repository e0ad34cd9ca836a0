package dev.rigger.app.bench.kills;

import dev.rigger.app.bench.system.WholeSystem;
import dev.rigger.app.bench.system.WorkloadObject;
import dev.rigger.devnet.validator.platform.Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares what is wanted with what the validator, the inventory and the cluster have, object by object. */
final class FinalState {
    private static final Set<String> EACH_HAS = Set.of("Job", "Service", "Pod");

    private final WholeSystem system;

    FinalState(WholeSystem system) {
        this.system = system;
    }

    /**
     * What is not as it should be, in words; empty when all is right.
     *
     * @param wanted chutes of which exactly one copy shall run, and no others
     * @param withCode those of them whose code is in a ConfigMap
     */
    List<String> wrong(Set<String> wanted, Set<String> withCode) {
        List<String> wrong = new ArrayList<>();
        compare(
                wrong,
                "active instance",
                wanted,
                system.validator().platform().instances().of(system.minerSs58()).stream()
                        .map(one -> one.active() ? one.chuteId() : "inactive " + one.chuteId())
                        .toList());
        compare(
                wrong,
                "row of a deployment",
                wanted,
                system.inventory()
                        .texts("SELECT CASE WHEN active THEN chute_id"
                                + " ELSE coalesce(phase, '') || ' ' || chute_id END FROM deployments"));
        compare(
                wrong,
                "GPU owned by",
                rows("SELECT deployment_id FROM deployments"),
                system.inventory().texts("SELECT deployment_id FROM gpus WHERE deployment_id IS NOT NULL"));
        held(wrong);
        compareObjects(wrong, rows("SELECT deployment_id FROM deployments"), withCode);
        return wrong;
    }

    private void held(List<String> wrong) {
        long held = system.inventory().count("SELECT count(*) FROM gpus WHERE held_for IS NOT NULL");
        if (held > 0) {
            wrong.add(held + " GPUs are held for somebody");
        }
    }

    private void compareObjects(List<String> wrong, Set<String> deployments, Set<String> withCode) {
        List<WorkloadObject> objects = system.workloads().all();
        Map<String, List<String>> owners = objects.stream()
                .filter(object -> EACH_HAS.contains(object.kind()))
                .collect(Collectors.groupingBy(
                        WorkloadObject::kind,
                        Collectors.mapping(
                                object -> object.ending() ? "ending " + object.name() : object.deploymentId(),
                                Collectors.toList())));
        EACH_HAS.stream()
                .sorted()
                .forEach(kind -> compare(wrong, kind, deployments, owners.getOrDefault(kind, List.of())));
        compare(
                wrong,
                "ConfigMap",
                withCode,
                objects.stream()
                        .filter(object -> object.kind().equals("ConfigMap"))
                        .map(WorkloadObject::chuteId)
                        .toList());
    }

    /** Each wanted one once, and nothing else. */
    private static void compare(List<String> wrong, String what, Set<String> wanted, List<String> present) {
        Map<String, Long> counts =
                present.stream().collect(Collectors.groupingBy(id -> id, TreeMap::new, Collectors.counting()));
        counts.forEach((id, count) -> {
            if (!wanted.contains(id)) {
                wrong.add(what + " too many: " + id);
            } else if (count > 1) {
                wrong.add(what + " " + count + " times: " + id);
            }
        });
        wanted.stream()
                .filter(id -> !counts.containsKey(id))
                .sorted()
                .forEach(id -> wrong.add(what + " missing: " + id));
    }

    private Set<String> rows(String sql) {
        return new TreeSet<>(system.inventory().texts(sql));
    }

    /** Instances that serve now. */
    long serving() {
        return system.validator().platform().instances().of(system.minerSs58()).stream()
                .filter(Instance::active)
                .count();
    }
}
