package dev.rigger.devnet.cluster.programs;

import dev.rigger.devnet.cluster.hardware.GpuModel;
import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import dev.rigger.gpv1.GpuIdentity;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/**
 * GraVal's bootstrap server as far as its messages go: it answers at its Service's node port until it is stopped, about all
 * GPUs of its node. Started with {@code --port}, {@code --hotkey} and {@code --validator-whitelist}.
 */
public final class BootstrapProgram implements Program {
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final List<SimulatedServer> servers;
    private final InstantSource clock;
    private final UnaryOperator<GpuIdentity> told;

    public BootstrapProgram(List<SimulatedServer> servers, InstantSource clock) {
        this(servers, clock, gpu -> gpu);
    }

    /** @param told what it says of each of its GPUs */
    public BootstrapProgram(List<SimulatedServer> servers, InstantSource clock, UnaryOperator<GpuIdentity> told) {
        this.servers = List.copyOf(servers);
        this.clock = clock;
        this.told = told;
    }

    @Override
    public Exit run(Container container) throws InterruptedException {
        String miner = argument(container, "--hotkey");
        Set<String> validators =
                Set.of(argument(container, "--validator-whitelist").split(","));
        int nodePort = nodePort(container, Integer.parseInt(argument(container, "--port")));
        List<GpuIdentity> gpus = gpus(container.nodeName());
        try (BootstrapAnswers answers =
                new BootstrapAnswers(container.address(), nodePort, gpus, miner, validators, clock)) {
            container.log("serving " + gpus.size() + " GPUs at " + container.address() + ":" + nodePort);
            new CountDownLatch(1).await();
        } catch (IOException e) {
            container.log("cannot listen at " + container.address() + ":" + nodePort + ": " + e.getMessage());
            return new Exit(1, "cannot listen");
        }
        return Exit.ok();
    }

    private List<GpuIdentity> gpus(String node) {
        SimulatedServer server = servers.stream()
                .filter(one -> one.name().equals(node))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no server " + node));
        GpuModel model = server.gpu();
        return server.gpuIds().stream()
                .map(uuid -> GpuIdentity.of(
                        model.deviceName(),
                        uuid,
                        model.memoryBytes(),
                        model.processors(),
                        model.clockRateKhz(),
                        model.maxThreadsPerProcessor()))
                .map(told)
                .toList();
    }

    /** The Service may come after the pod. */
    private static int nodePort(Container container, int port) throws InterruptedException {
        OptionalInt found = container.nodePort(port);
        while (found.isEmpty()) {
            Thread.sleep(LOOK_AGAIN_MILLIS);
            found = container.nodePort(port);
        }
        return found.getAsInt();
    }

    private static String argument(Container container, String name) {
        int at = container.command().indexOf(name);
        if (at < 0 || at + 1 >= container.command().size()) {
            throw new IllegalArgumentException("argument " + name + " is missing");
        }
        return container.command().get(at + 1);
    }
}
