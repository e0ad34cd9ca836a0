package dev.rigger.graval;

import dev.rigger.gpv1.catalogue.GpuCatalogue;
import dev.rigger.hotkey.RecentUses;
import dev.rigger.hotkey.RequestVerifier;
import dev.rigger.settings.GpuHostSettings;
import dev.rigger.settings.GravalWorkerSettings;
import dev.rigger.settings.SettingsProblem;
import dev.rigger.settings.ValidatorEndpoint;
import dev.rigger.workflows.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One GPU host: polls its own queue and answers on its verification port. Both compute on the same GPUs, and take turns.
 *
 * <p>Holds no secret: neither the miner's seed nor a key. Killed in the middle of a proof, it loses nothing but the proof's
 * work: the workflow asks again, and it starts over.
 */
public final class GravalWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GravalWorker.class);
    /** A cancellation is seen within this time. */
    private static final Duration BETWEEN_HEARTBEATS = Duration.ofSeconds(1);

    private static final int POLLERS = 2;
    /** What a proof that is under way may take to end by itself, and then to notice that it must. */
    private static final Duration FINISH = Duration.ofSeconds(5);

    private static final Duration STOP = Duration.ofSeconds(3);
    /** How long finished work stays in the GPUs' memory when nobody asks for it. */
    private static final Duration HOLD = Duration.ofSeconds(120);

    private final GpuHostSettings host;
    private final GpuBackend backend;
    private final HeldProof held;
    private final KernelLog kernelLog = new KernelLog(Path.of("/dev/kmsg"));
    private final VerificationServer server;
    private final WorkerFactory factory;

    /**
     * Binds the verification port; {@link #start()} begins to answer.
     *
     * @param client of the namespace in {@code settings}; stays the caller's to close
     * @throws IOException when the port cannot be bound
     */
    public GravalWorker(GravalWorkerSettings settings, WorkflowClient client, GpuBackend backend, InstantSource clock)
            throws IOException {
        this.host = settings.host();
        this.backend = backend;
        GpuSlots slots = new GpuSlots(backend.devices().size());
        this.held = new HeldProof(slots, HOLD);
        this.server = new VerificationServer(
                new InetSocketAddress(host.bindHost(), host.port()),
                backend,
                slots,
                held,
                new NvidiaSmi("nvidia-smi"),
                kernelLog,
                verifier(settings.minerSs58(), Set.of(settings.minerSs58()), clock),
                verifier(
                        settings.minerSs58(),
                        // The miner examines its own servers as validators do.
                        Stream.concat(
                                        settings.validators().stream().map(ValidatorEndpoint::hotkey),
                                        Stream.of(settings.minerSs58()))
                                .collect(Collectors.toUnmodifiableSet()),
                        clock),
                clock);
        this.factory = WorkerFactory.newInstance(client);
        Worker worker = factory.newWorker(
                TaskQueues.gpu(host.serverName()),
                WorkerOptions.newBuilder()
                        .setMaxConcurrentActivityExecutionSize(slots.count())
                        .setMaxConcurrentActivityTaskPollers(POLLERS)
                        .setMaxHeartbeatThrottleInterval(BETWEEN_HEARTBEATS)
                        .setDefaultHeartbeatThrottleInterval(BETWEEN_HEARTBEATS)
                        .build());
        worker.registerActivitiesImplementations(
                new GpuHost(host.serverName(), host.advertisedHost(), server.port(), backend, slots, held, clock));
    }

    /**
     * The backend that the settings ask for.
     *
     * @throws SettingsProblem when this host has none
     */
    public static GpuBackend backend(GpuHostSettings host) {
        if (!host.simulatedGpus().isEmpty()) {
            return ProverBackend.cpu(SimulatedGpus.of(host.serverName(), host.simulatedGpus(), GpuCatalogue.shipped()));
        }
        return switch (GpuBackendSource.search()) {
            case GpuBackendSource.Found.Usable usable -> {
                usable.remarks().forEach(LOG::warn);
                yield usable.backend();
            }
            case GpuBackendSource.Found.None none ->
                throw new SettingsProblem(List.of("SIMULATED_GPUS is empty, and no GPU can be used here: "
                        + none.because() + ". Set it, for example to 8xh200, to answer with the CPU reference."));
        };
    }

    /** Begins to answer; fails when Temporal is not there. */
    public void start() {
        server.start();
        factory.start();
        LOG.info(
                "{} answers for {} GPUs ({}) on queue {} and on port {}",
                host.serverName(),
                backend.devices().size(),
                backend.name(),
                TaskQueues.gpu(host.serverName()),
                server.port());
    }

    /** The verification port. */
    public int port() {
        return server.port();
    }

    /** Takes nothing new, lets a proof end that is about to, stops it else; at most about ten seconds. */
    @Override
    public void close() {
        factory.shutdown();
        factory.awaitTermination(FINISH.toMillis(), TimeUnit.MILLISECONDS);
        factory.shutdownNow();
        factory.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS);
        server.close();
        held.close();
        kernelLog.close();
        backend.close();
    }

    private static RequestVerifier verifier(String miner, Set<String> signers, InstantSource clock) {
        return RequestVerifier.miner(miner, signers, clock, new RecentUses(clock));
    }
}
