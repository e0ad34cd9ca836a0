package dev.rigger.activities.kubernetes;

import dev.rigger.activities.kubernetes.cluster.Cluster.Belonging;
import dev.rigger.activities.kubernetes.cluster.Cluster.Owner;
import dev.rigger.activities.kubernetes.objects.WorkloadNames;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * To whom Services and code may belong.
 *
 * @param code {@code <chute id>::<version>} of those who may need it
 */
record Owners(Set<String> deploymentIds, Set<String> serviceNames, Set<String> code) {

    /** Those in rows; whose code is needed is another question. */
    static Owners named(Set<String> deploymentIds) {
        return new Owners(deploymentIds, serviceNames(deploymentIds), Set.of());
    }

    /** Those that a cluster shows. */
    static Owners running(Collection<Owner> seen) {
        Set<String> ids = new HashSet<>();
        Set<String> code = new HashSet<>();
        for (Owner owner : seen) {
            ids.addAll(owner.deploymentIds());
            code.add(owner.chuteId() + "::" + owner.version());
        }
        return new Owners(ids, serviceNames(ids), code);
    }

    /** What has neither our names nor our labels is somebody else's. */
    static boolean isOurs(Belonging one) {
        return one.isService()
                ? !one.deploymentId().isEmpty() || WorkloadNames.isService(one.name())
                : !one.chuteId().isEmpty();
    }

    /** A Service by its label or its name, so that an edited label orphans nothing. */
    boolean own(Belonging one) {
        return one.isService()
                ? deploymentIds.contains(one.deploymentId()) || serviceNames.contains(one.name())
                : code.contains(one.chuteId() + "::" + one.version());
    }

    private static Set<String> serviceNames(Collection<String> deploymentIds) {
        Set<String> names = new HashSet<>();
        for (String id : deploymentIds) {
            names.add(WorkloadNames.service(id));
            names.add(WorkloadNames.oldService(id));
        }
        return names;
    }
}
