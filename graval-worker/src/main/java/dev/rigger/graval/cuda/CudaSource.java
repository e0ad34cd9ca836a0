package dev.rigger.graval.cuda;

import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.prover.OutOfGpuMemoryException;
import dev.rigger.graval.GpuBackendSource;
import dev.rigger.graval.ProverBackend;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** NVIDIA's GPUs, where there is a driver. The binding is touched only after the driver was found without it. */
public final class CudaSource implements GpuBackendSource {
    @Override
    public Found find() {
        return switch (search()) {
            case Search.Nothing nothing -> new Found.None(nothing.because());
            case Search.Devices found -> new Found.Usable(backend(found.devices()), found.remarks());
        };
    }

    @Override
    public boolean check(PrintWriter out) {
        return switch (search()) {
            case Search.Nothing nothing -> {
                out.println(nothing.because() + ".");
                out.flush();
                yield false;
            }
            case Search.Devices found -> {
                found.remarks().forEach(out::println);
                try (ProverBackend backend = backend(found.devices())) {
                    List<CudaTarget> targets = found.devices().stream()
                            .map(device -> new CudaTarget(device.facts(), device.card()))
                            .toList();
                    Map<GpuIdentity, Profile> profiles = new LinkedHashMap<>();
                    backend.devices().forEach(gpu -> profiles.put(gpu, CudaCheck.fullProof(gpu)));
                    yield new CudaCheck(targets, backend, out).passes(profiles);
                }
            }
        };
    }

    private sealed interface Search {
        record Devices(List<CudaDevice> devices, List<String> remarks) implements Search {}

        record Nothing(String because) implements Search {}
    }

    private static Search search() {
        return switch (CudaProbe.probe()) {
            case CudaProbe.Finding.Absent absent -> new Search.Nothing(absent.what());
            case CudaProbe.Finding.Present present -> search(present);
        };
    }

    private static Search search(CudaProbe.Finding.Present present) {
        List<String> remarks = new ArrayList<>();
        try {
            List<CudaDevice> devices = new ArrayList<>();
            for (int index = 0; index < present.devices(); index++) {
                usable(index, remarks, devices);
            }
            return devices.isEmpty()
                    ? new Search.Nothing(present.what() + ", none of which can be used: " + String.join(" ", remarks))
                    : new Search.Devices(devices, remarks);
        } catch (LinkageError | IllegalStateException e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            return new Search.Nothing(
                    "there is " + present.what() + ", but its binding does not work: " + why.getMessage());
        }
    }

    private static void usable(int index, List<String> remarks, List<CudaDevice> devices) {
        try {
            CudaDevice.Finding finding = CudaDevice.open(index);
            remarks.addAll(finding.remarks());
            finding.device().ifPresent(devices::add);
        } catch (InvalidChallengeException | IllegalStateException e) {
            remarks.add("GPU " + index + " is left out: " + e.getMessage() + ".");
        } catch (Gpu.NoGpuMemory | OutOfGpuMemoryException e) {
            remarks.add(
                    "GPU " + index + " is left out: others hold so much of its memory that it cannot even be tested.");
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
