package dev.rigger.graval.cuda;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUctx_flags;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * A GPU behind the CUDA driver: its primary context, one stream, plain allocations.
 *
 * <p>The stream is one that the driver's plain copies wait for, so that everything happens in the order in which it is called.
 */
final class JcudaGpu implements Gpu, AutoCloseable {
    private static final int MOST_UNDER_WAY = 3;
    private static final int PLAIN_SHARED_BYTES = 48 << 10;

    private final CUdevice device;
    private final int computeCapability;
    private final CUcontext context = new CUcontext();
    private final CUstream stream = new CUstream();
    private final Map<String, CUmodule> modules = new HashMap<>();
    private final Map<String, CUfunction> functions = new HashMap<>();
    private final Deque<CUevent> underWay = new ArrayDeque<>();
    private final Deque<CUevent> spare = new ArrayDeque<>();

    JcudaGpu(CUdevice device, int computeCapability) {
        this.device = device;
        this.computeCapability = computeCapability;
        // Threads that wait for a GPU sleep: there are as many as GPUs, and the host has other work.
        check(
                "cuDevicePrimaryCtxSetFlags",
                JCudaDriver.cuDevicePrimaryCtxSetFlags(device, CUctx_flags.CU_CTX_SCHED_BLOCKING_SYNC));
        check("cuDevicePrimaryCtxRetain", JCudaDriver.cuDevicePrimaryCtxRetain(context, device));
        enter();
        check("cuStreamCreate", JCudaDriver.cuStreamCreate(stream, 0));
    }

    @Override
    public int computeCapability() {
        return computeCapability;
    }

    @Override
    public long freeBytes() {
        enter();
        long[] free = new long[1];
        check("cuMemGetInfo", JCudaDriver.cuMemGetInfo(free, new long[1]));
        return free[0];
    }

    @Override
    public long allocate(long bytes) {
        enter();
        Address address = new Address(0);
        int result = JCudaDriver.cuMemAlloc(address, bytes);
        if (result == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
            throw new NoGpuMemory(bytes);
        }
        check("cuMemAlloc", result);
        return address.value();
    }

    @Override
    public void free(long address) {
        enter();
        check("cuMemFree", JCudaDriver.cuMemFree(new Address(address)));
    }

    @Override
    public void upload(long address, byte[] bytes) {
        enter();
        check("cuMemcpyHtoD", JCudaDriver.cuMemcpyHtoD(new Address(address), Pointer.to(bytes), bytes.length));
    }

    @Override
    public byte[] download(long address, int bytes) {
        await();
        byte[] content = new byte[bytes];
        check("cuMemcpyDtoH", JCudaDriver.cuMemcpyDtoH(Pointer.to(content), new Address(address), bytes));
        return content;
    }

    @Override
    public void copy(long to, long from, long bytes) {
        enter();
        check("cuMemcpyDtoDAsync", JCudaDriver.cuMemcpyDtoDAsync(new Address(to), new Address(from), bytes, stream));
    }

    @Override
    public void launch(Launch launch) {
        enter();
        NativePointerObject[] arguments =
                launch.arguments().stream().map(JcudaGpu::argument).toArray(NativePointerObject[]::new);
        check(
                launch.kernel(),
                JCudaDriver.cuLaunchKernel(
                        function(launch),
                        launch.blocks(),
                        1,
                        1,
                        launch.threads(),
                        1,
                        1,
                        launch.sharedBytes(),
                        stream,
                        Pointer.to(arguments),
                        null));
        CUevent end = spare.isEmpty() ? newEvent() : spare.remove();
        check("cuEventRecord", JCudaDriver.cuEventRecord(end, stream));
        underWay.add(end);
        if (underWay.size() > MOST_UNDER_WAY) {
            CUevent oldest = underWay.remove();
            check(launch.kernel(), JCudaDriver.cuEventSynchronize(oldest));
            spare.add(oldest);
        }
    }

    @Override
    public void await() {
        enter();
        check("cuStreamSynchronize", JCudaDriver.cuStreamSynchronize(stream));
        spare.addAll(underWay);
        underWay.clear();
    }

    /** Ends what runs; memory that is still held goes with the context. */
    @Override
    public void close() {
        enter();
        JCudaDriver.cuStreamDestroy(stream);
        JCudaDriver.cuDevicePrimaryCtxRelease(device);
    }

    /** Any thread may call, and the driver's context belongs to threads. */
    private void enter() {
        check("cuCtxSetCurrent", JCudaDriver.cuCtxSetCurrent(context));
    }

    private CUfunction function(Launch launch) {
        CUfunction known = functions.get(launch.kernel());
        if (known != null) {
            return known;
        }
        CUmodule module = modules.get(launch.module());
        if (module == null) {
            module = new CUmodule();
            check(launch.module() + ".ptx", JCudaDriver.cuModuleLoadData(module, Ptx.of(launch.module())));
            modules.put(launch.module(), module);
        }
        CUfunction function = new CUfunction();
        check(launch.kernel(), JCudaDriver.cuModuleGetFunction(function, module, launch.kernel()));
        if (launch.sharedBytes() > PLAIN_SHARED_BYTES) {
            check(
                    launch.kernel(),
                    JCudaDriver.cuFuncSetAttribute(
                            function,
                            CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES,
                            launch.sharedBytes()));
        }
        functions.put(launch.kernel(), function);
        return function;
    }

    private static CUevent newEvent() {
        CUevent event = new CUevent();
        check(
                "cuEventCreate",
                JCudaDriver.cuEventCreate(
                        event, CUevent_flags.CU_EVENT_BLOCKING_SYNC | CUevent_flags.CU_EVENT_DISABLE_TIMING));
        return event;
    }

    private static Pointer argument(Object value) {
        return switch (value) {
            case Long wide -> Pointer.to(new long[] {wide});
            case Integer narrow -> Pointer.to(new int[] {narrow});
            default -> throw new IllegalArgumentException("no kernel takes a " + value.getClass());
        };
    }

    static void check(String what, int result) {
        if (result != CUresult.CUDA_SUCCESS) {
            throw new IllegalStateException("CUDA: " + what + " failed with " + CUresult.stringFor(result));
        }
    }

    /** A place in the GPU's memory, as the binding has it. */
    private static final class Address extends CUdeviceptr {
        Address(long value) {
            super(new CUdeviceptr(), value);
        }

        long value() {
            return getNativePointer() + getByteOffset();
        }
    }
}
