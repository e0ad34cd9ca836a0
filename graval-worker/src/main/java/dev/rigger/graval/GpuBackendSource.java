package dev.rigger.graval;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Finds a make of GPUs on this host. Implementations are services, so that nothing names what only some hosts have. */
public interface GpuBackendSource {
    /** Looks now; where there is nothing, that is said and nothing thrown. */
    Found find();

    /** What was found. */
    sealed interface Found {
        /** @param remarks sentences about GPUs that are left out, or will not do as they are */
        record Usable(GpuBackend backend, List<String> remarks) implements Found {
            public Usable {
                remarks = List.copyOf(remarks);
            }
        }

        /** @param because a sentence without its full stop */
        record None(String because) implements Found {}
    }

    /** The first backend that any source finds, or why none does. */
    static Found search() {
        List<String> reasons = new ArrayList<>();
        for (GpuBackendSource source : ServiceLoader.load(GpuBackendSource.class)) {
            switch (source.find()) {
                case Found.Usable usable -> {
                    return usable;
                }
                case Found.None none -> reasons.add(none.because());
            }
        }
        return new Found.None(String.join("; ", reasons));
    }
}
