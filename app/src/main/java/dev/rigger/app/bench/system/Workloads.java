package dev.rigger.app.bench.system;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers every Job that the cluster ever accepted, so that a second launch cannot hide behind a deletion. */
public final class Workloads implements AutoCloseable {
    private final ClusterObjects objects;
    private final Map<String, WorkloadObject> jobsEver = new ConcurrentHashMap<>();

    Workloads(ClusterObjects objects) {
        this.objects = objects;
        objects.watchJobs(job -> jobsEver.put(job.uid(), job));
    }

    /** How many Jobs were ever made for that chute. */
    public long jobsEverOf(String chuteId) {
        return jobsEver.values().stream()
                .filter(job -> job.chuteId().equals(chuteId))
                .count();
    }

    /** How many Jobs of that name were ever made. */
    public long jobsEverNamed(String name) {
        return jobsEver.values().stream().filter(job -> job.name().equals(name)).count();
    }

    /** How many Jobs there ever were. */
    public int jobsEver() {
        return jobsEver.size();
    }

    /** Jobs, Services and pods of that chute that are there now, by name. */
    public List<String> leftOf(String chuteId) {
        return all().stream()
                .filter(object ->
                        object.chuteId().equals(chuteId) && !object.kind().equals("ConfigMap"))
                .map(WorkloadObject::toString)
                .toList();
    }

    /** Jobs, Services, ConfigMaps and pods of all chutes that are there now. */
    public List<WorkloadObject> all() {
        return objects.all();
    }

    /** As an operator does by hand. */
    public void deletePod(String name) {
        objects.deletePod(name);
    }

    @Override
    public void close() throws Exception {
        objects.close();
    }
}
