package dev.rigger.app.bench.system;

/**
 * One Job, Service, ConfigMap or pod of a chute.
 *
 * @param kind as objects carry it, such as {@code Job}
 * @param deploymentId empty for a ConfigMap, which is its chute's
 * @param ending whether it is being deleted
 */
public record WorkloadObject(
        String uid, String kind, String name, String chuteId, String deploymentId, boolean ending) {
    @Override
    public String toString() {
        return kind + " " + name;
    }
}
