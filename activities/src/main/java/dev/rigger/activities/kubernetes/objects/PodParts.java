package dev.rigger.activities.kubernetes.objects;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;

/** The parts that every pod of ours is built from. */
final class PodParts {
    /** The model cache of a GPU host: one folder per chute. */
    static final String CACHE_ROOT = "/var/snap/cache";
    /** How long a finished Job stays to be looked at. */
    static final int TTL_SECONDS = 300;

    private PodParts() {}

    static Volume hostPath(String name, String path) {
        return new VolumeBuilder()
                .withName(name)
                .withNewHostPath()
                .withPath(path)
                .withType("DirectoryOrCreate")
                .endHostPath()
                .build();
    }

    static VolumeMount mount(String name, String path) {
        return new VolumeMountBuilder().withName(name).withMountPath(path).build();
    }

    static EnvVar env(String name, String value) {
        return new EnvVar(name, value, null);
    }
}
