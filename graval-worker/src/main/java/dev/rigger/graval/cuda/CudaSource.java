package dev.rigger.graval.cuda;

import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.graval.GpuBackendSource;
import dev.rigger.graval.ProverBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** NVIDIA's GPUs, where there is a driver. The binding is touched only after the driver was found without it. */
public final class CudaSource implements GpuBackendSource {
    @Override
    public Found find() {
        return switch (CudaProbe.probe()) {
            case CudaProbe.Finding.Absent absent -> new Found.None(absent.what());
            case CudaProbe.Finding.Present present -> search(present);
        };
    }

    private static Found search(CudaProbe.Finding.Present present) {
        List<String> remarks = new ArrayList<>();
        try {
            List<CudaDevice> devices = new ArrayList<>();
            for (int index = 0; index < present.devices(); index++) {
                usable(index, remarks, devices);
            }
            if (devices.isEmpty()) {
                return new Found.None(present.what() + ", none of which can be used: " + String.join(" ", remarks));
            }
            return new Found.Usable(backend(devices), remarks);
        } catch (LinkageError | IllegalStateException e) {
            return new Found.None("there is " + present.what() + ", but its binding does not work: " + e.getMessage());
        }
    }

    private static void usable(int index, List<String> remarks, List<CudaDevice> devices) {
        try {
            CudaDevice.Finding finding = CudaDevice.open(index);
            remarks.addAll(finding.remarks());
            finding.device().ifPresent(devices::add);
        } catch (InvalidChallengeException | IllegalStateException e) {
            remarks.add("GPU " + index + " is left out: " + e.getMessage() + ".");
        }
    }

    private static ProverBackend backend(List<CudaDevice> devices) {
        var cards = devices.stream()
                .collect(Collectors.toMap(device -> device.facts().identity(), CudaDevice::card));
        List<GpuIdentity> identities =
                devices.stream().map(device -> device.facts().identity()).toList();
        return new ProverBackend(
                "cuda",
                identities,
                new CudaProver(gpu -> {
                    Card card = cards.get(gpu);
                    if (card == null) {
                        throw new InvalidChallengeException("this host has no GPU " + gpu.uuid());
                    }
                    return card;
                }),
                identities.size(),
                () -> devices.forEach(CudaDevice::close));
    }
}
