package dev.rigger.graval.cuda;

import dev.rigger.gpv1.GpuIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jcuda.driver.CUcomputemode;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUuuid;
import jcuda.driver.JCudaDriver;

/** A GPU of this host, tested and ready. */
final class CudaDevice implements AutoCloseable {
    private static final int TEST_ORDER = 2_048;
    private static final int TEST_ROWS = 512;
    private static final int SPEED_ORDER = 4_096;
    private static final int SPEED_ROWS = 4_096;
    private static final int NAME_BYTES = 128;
    /** Of the memory, as the proof fills it. */
    private static final double WANTED = 0.95;

    private final DeviceFacts facts;
    private final JcudaGpu gpu;
    private final Card card;

    private CudaDevice(DeviceFacts facts, JcudaGpu gpu, Card card) {
        this.facts = facts;
        this.gpu = gpu;
        this.card = card;
    }

    static {
        unpackApart();
        JcudaGpu.check("cuInit", JCudaDriver.cuInit(0));
    }

    /**
     * @param device empty when the GPU is no good, which the remarks explain
     * @param remarks sentences
     */
    record Finding(Optional<CudaDevice> device, List<String> remarks) {
        private static Finding leftOut(String who, String why) {
            return new Finding(Optional.empty(), List.of(who + " is left out: " + why + "."));
        }
    }

    /** Takes the GPU of that index, and tests it, which takes seconds. */
    static Finding open(int index) {
        CUdevice device = new CUdevice();
        JcudaGpu.check("cuDeviceGet", JCudaDriver.cuDeviceGet(device, index));
        DeviceFacts facts = facts(device);
        String who = "GPU " + index + " (" + facts.identity().name() + ", "
                + facts.identity().uuid() + ")";
        if (facts.identity().name().contains(" MIG ")) {
            return Finding.leftOut(who, "it is a slice of one (MIG), and a proof is of a whole GPU; disable MIG on it");
        }
        if (attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_MODE)
                == CUcomputemode.CU_COMPUTEMODE_PROHIBITED) {
            return Finding.leftOut(who, "its compute mode forbids computing; set it to DEFAULT with nvidia-smi -c 0");
        }
        JcudaGpu gpu = new JcudaGpu(device, facts.computeCapability());
        List<String> remarks = new ArrayList<>();
        long free = gpu.freeBytes();
        if (free < WANTED * facts.identity().memoryBytes()) {
            remarks.add(who + " is busy: " + free + " of " + facts.identity().memoryBytes()
                    + " bytes are free, and a full proof wants 95 %.");
        }
        List<LayerWay> ways = waysBySpeed(gpu, who, remarks);
        if (ways.isEmpty()) {
            gpu.close();
            remarks.add(who + " is left out: it computes nothing as the reference does.");
            return new Finding(Optional.empty(), remarks);
        }
        return new Finding(Optional.of(new CudaDevice(facts, gpu, new Card(gpu, ways))), remarks);
    }

    DeviceFacts facts() {
        return facts;
    }

    Card card() {
        return card;
    }

    @Override
    public void close() {
        gpu.close();
    }

    /** Ways that give the reference's bytes on this very chip, the fastest first. */
    private static List<LayerWay> waysBySpeed(JcudaGpu gpu, String who, List<String> remarks) {
        Map<LayerWay, Long> times = new LinkedHashMap<>();
        for (LayerWay way : LayerWay.of(gpu.computeCapability())) {
            Optional<String> fault = new SelfTest(gpu).fault(way, TEST_ORDER, TEST_ROWS);
            if (fault.isPresent()) {
                remarks.add(who + " does without " + way + ": " + fault.get() + ".");
            } else {
                times.put(
                        way,
                        new Speed(gpu).ofLayer(way, SPEED_ORDER, SPEED_ROWS).toNanos());
            }
        }
        List<LayerWay> ways = new ArrayList<>(times.keySet());
        ways.sort(Comparator.comparing(times::get));
        return ways;
    }

    private static DeviceFacts facts(CUdevice device) {
        byte[] name = new byte[NAME_BYTES];
        JcudaGpu.check("cuDeviceGetName", JCudaDriver.cuDeviceGetName(name, name.length, device));
        CUuuid uuid = new CUuuid();
        JcudaGpu.check("cuDeviceGetUuid", JCudaDriver.cuDeviceGetUuid(uuid, device));
        long[] memory = new long[1];
        JcudaGpu.check("cuDeviceTotalMem", JCudaDriver.cuDeviceTotalMem(memory, device));
        GpuIdentity identity = new GpuIdentity(
                text(name),
                HexFormat.of().formatHex(uuid.bytes),
                memory[0],
                attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
                attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_CLOCK_RATE),
                attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_MULTIPROCESSOR));
        return new DeviceFacts(
                identity,
                10 * attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
                        + attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
                attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE),
                attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH));
    }

    private static String text(byte[] terminated) {
        int length = 0;
        while (length < terminated.length && terminated[length] != 0) {
            length++;
        }
        return new String(terminated, 0, length, StandardCharsets.US_ASCII);
    }

    private static int attribute(CUdevice device, int attribute) {
        int[] value = new int[1];
        JcudaGpu.check("cuDeviceGetAttribute", JCudaDriver.cuDeviceGetAttribute(value, attribute, device));
        return value[0];
    }

    /** The binding unpacks its libraries under fixed names: into a folder that is nobody else's, so that nobody puts others there. */
    private static void unpackApart() {
        String before = System.getProperty("java.io.tmpdir");
        try {
            System.setProperty(
                    "java.io.tmpdir", Files.createTempDirectory("rigger-cuda").toString());
            JCudaDriver.setExceptionsEnabled(false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for the CUDA binding", e);
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
    }
}
