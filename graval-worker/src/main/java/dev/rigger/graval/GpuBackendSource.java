package dev.rigger.graval;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Finds a make of GPUs on this host. Implementations are services, so that nothing names what only some hosts have. */
public interface GpuBackendSource {
    /** Looks now; where there is nothing, that is said and nothing thrown. */
    Found find();

    /**
     * Checks and measures on this host's GPUs all that cannot be without them, and prints what it finds.
     *
     * @return whether there are GPUs and nothing was wrong
     */
    boolean check(PrintWriter out);

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

    /** {@link #check} of every source. */
    static boolean checkAll(PrintWriter out) {
        boolean right = true;
        for (GpuBackendSource source : ServiceLoader.load(GpuBackendSource.class)) {
            right &= source.check(out);
        }
        return right;
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
