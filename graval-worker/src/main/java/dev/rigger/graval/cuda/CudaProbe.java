package dev.rigger.graval.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Whether this machine has a CUDA driver that works. Loads the driver's library by itself, in milliseconds, so that no CUDA
 * binding has to be touched where there is none to find.
 */
final class CudaProbe {
    private static final String DRIVER = "libcuda.so.1";

    /** What was found. */
    sealed interface Finding {
        /** One sentence for people, without its full stop. */
        String what();

        record Absent(String what) implements Finding {}

        /**
         * @param driverVersion 1000 times the major CUDA version plus ten times the minor
         * @param devices GPUs that the driver shows
         */
        record Present(int driverVersion, int devices) implements Finding {
            @Override
            public String what() {
                return "CUDA " + driverVersion / 1_000 + "." + driverVersion % 1_000 / 10 + " with " + devices
                        + " GPUs";
            }
        }
    }

    private CudaProbe() {}

    static Finding probe() {
        return probe(DRIVER);
    }

    static Finding probe(String library) {
        try (Arena arena = Arena.ofConfined()) {
            return ask(library, SymbolLookup.libraryLookup(library, arena), arena);
        } catch (IllegalArgumentException e) {
            return new Finding.Absent("no CUDA here, because there is no " + library);
        }
    }

    private static Finding ask(String library, SymbolLookup driver, Arena arena) {
        Optional<MemorySegment> init = driver.find("cuInit");
        Optional<MemorySegment> version = driver.find("cuDriverGetVersion");
        Optional<MemorySegment> count = driver.find("cuDeviceGetCount");
        if (init.isEmpty() || version.isEmpty() || count.isEmpty()) {
            return new Finding.Absent("no CUDA here, because " + library + " is not a CUDA driver");
        }
        int error = call(init.get(), 0);
        if (error != 0) {
            return new Finding.Absent("no CUDA here, because the driver does not start: error " + error);
        }
        int devices = answer(count.get(), arena);
        return devices == 0
                ? new Finding.Absent("no CUDA here, because the driver shows no GPU")
                : new Finding.Present(answer(version.get(), arena), devices);
    }

    private static int call(MemorySegment function, int argument) {
        try {
            return (int) Linker.nativeLinker()
                    .downcallHandle(function, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
                    .invokeExact(argument);
        } catch (Throwable e) {
            throw new IllegalStateException("the CUDA driver could not be called", e);
        }
    }

    /** A function that writes one int; 0 when it fails. */
    private static int answer(MemorySegment function, Arena arena) {
        MemorySegment out = arena.allocate(ValueLayout.JAVA_INT);
        try {
            int error = (int) Linker.nativeLinker()
                    .downcallHandle(function, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS))
                    .invokeExact(out);
            return error == 0 ? out.get(ValueLayout.JAVA_INT, 0) : 0;
        } catch (Throwable e) {
            throw new IllegalStateException("the CUDA driver could not be called", e);
        }
    }
}
