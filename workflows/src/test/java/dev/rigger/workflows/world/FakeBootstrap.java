package dev.rigger.workflows.world;

import dev.rigger.workflows.proof.BootstrapActivities;
import dev.rigger.workflows.proof.DeviceReport;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** GraVal's bootstrap server, on a node with the GPUs of a host. */
public final class FakeBootstrap implements BootstrapActivities {
    private final Journal journal;
    private final FakeGpuHost host;

    public volatile boolean running;
    public volatile @Nullable BootstrapRefusal refusesStart;
    public volatile @Nullable BootstrapRefusal refusesDevices;
    public volatile @Nullable BootstrapOrder ordered;

    FakeBootstrap(Journal journal, FakeGpuHost host) {
        this.journal = journal;
        this.host = host;
    }

    @Override
    public BootstrapStart startServer(BootstrapOrder order) {
        running = true;
        ordered = order;
        journal.note("startServer");
        return new BootstrapStart(31_234, Duration.ofMinutes(15), refusesStart);
    }

    @Override
    public BootstrapDevices awaitDevices(BootstrapOrder order, int nodePort) {
        journal.note("awaitDevices");
        return refusesDevices == null
                ? new BootstrapDevices(
                        new DeviceReport(order.serverName(), order.address(), nodePort, "graval", host.devices), null)
                : new BootstrapDevices(null, refusesDevices);
    }

    @Override
    public void removeServer(BootstrapOrder order) {
        journal.note("removeServer");
        running = false;
    }
}
