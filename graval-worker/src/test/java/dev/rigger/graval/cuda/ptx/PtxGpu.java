package dev.rigger.graval.cuda.ptx;

import dev.rigger.graval.cuda.Gpu;
import dev.rigger.graval.cuda.Launch;
import dev.rigger.graval.cuda.Ptx;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A GPU whose kernels are executed in Java. */
public final class PtxGpu implements Gpu {
    /** By their text. */
    private static final Map<String, PtxModule> MODULES = new ConcurrentHashMap<>();

    private final DeviceMemory memory = new DeviceMemory();
    private final int computeCapability;
    private final Timing timing;
    private final UnaryOperator<String> changes;

    public PtxGpu(int computeCapability, Timing timing) {
        this(computeCapability, timing, UnaryOperator.identity());
    }

    /** @param changes made to the PTX before it is read: for kernels with faults */
    public PtxGpu(int computeCapability, Timing timing, UnaryOperator<String> changes) {
        this.computeCapability = computeCapability;
        this.timing = timing;
        this.changes = changes;
    }

    @Override
    public int computeCapability() {
        return computeCapability;
    }

    @Override
    public long freeBytes() {
        return 1L << 30;
    }

    @Override
    public long allocate(long bytes) {
        if (bytes > freeBytes()) {
            throw new NoGpuMemory(bytes);
        }
        return memory.allocate(bytes);
    }

    /** Memory of which only the bytes from {@code skipped} on exist. */
    public long allocateFrom(long skipped, long bytes) {
        return memory.allocateFrom(skipped, bytes);
    }

    @Override
    public void free(long address) {
        memory.free(address);
    }

    /** How many allocations were not given back. */
    public int allocations() {
        return memory.allocations();
    }

    @Override
    public void upload(long address, byte[] bytes) {
        memory.copyIn(bytes, address);
    }

    @Override
    public byte[] download(long address, int bytes) {
        byte[] content = new byte[bytes];
        memory.copy(address, content, 0, bytes);
        return content;
    }

    @Override
    public void copy(long to, long from, long bytes) {
        upload(to, download(from, Math.toIntExact(bytes)));
    }

    @Override
    public void launch(Launch launch) {
        PtxModule module = module(launch);
        IntStream.range(0, launch.blocks()).parallel().forEach(number -> runBlock(module, launch, number));
    }

    /** One block of a launch alone. */
    public void runBlock(Launch launch, int number) {
        runBlock(module(launch), launch, number);
    }

    private PtxModule module(Launch launch) {
        return MODULES.computeIfAbsent(changes.apply(Ptx.of(launch.module())), PtxModule::new);
    }

    private void runBlock(PtxModule module, Launch launch, int number) {
        PtxEntry entry = module.entry(launch.kernel());
        new Block(
                        entry,
                        parameters(entry, launch.arguments()),
                        module.constants,
                        memory,
                        launch.sharedBytes(),
                        launch.threads(),
                        number,
                        launch.blocks(),
                        timing)
                .run();
    }

    @Override
    public void await() {}

    private static byte[] parameters(PtxEntry entry, List<Object> arguments) {
        if (arguments.size() != entry.parameterBytes.size()) {
            throw new IllegalArgumentException(
                    entry.name + " takes " + entry.parameterBytes.size() + " arguments, not " + arguments.size());
        }
        ByteBuffer buffer = ByteBuffer.allocate(arguments.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < arguments.size(); i++) {
            int bytes = entry.parameterBytes.get(i);
            buffer.position((buffer.position() + bytes - 1) / bytes * bytes);
            switch (arguments.get(i)) {
                case Long wide when bytes == Long.BYTES -> buffer.putLong(wide);
                case Integer narrow when bytes == Integer.BYTES -> buffer.putInt(narrow);
                default ->
                    throw new IllegalArgumentException(entry.name + ": argument " + i + " has " + bytes + " bytes");
            }
        }
        return buffer.array();
    }
}
