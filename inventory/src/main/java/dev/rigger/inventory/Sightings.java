package dev.rigger.inventory;

import java.util.List;
import java.util.Optional;

/** Tables {@code epochs}, {@code seen_jobs}, {@code seen_instances}: what was last seen outside, and how completely. */
public interface Sightings {
    /** Replaces what the cluster's last complete look showed, in one transaction with its epoch. */
    void saveJobs(Epoch epoch, String cluster, List<SeenJob> jobs);

    /** Replaces what the validator's last complete list showed, in one transaction with its epoch. */
    void saveInstances(Epoch epoch, List<SeenInstance> instances);

    void saveEpoch(Epoch epoch);

    Optional<Epoch> latest(String source);

    List<SeenJob> jobs(String cluster);

    List<SeenInstance> instances(String validator);
}
