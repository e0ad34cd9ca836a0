package dev.rigger.devnet.validator.world;

import dev.rigger.devnet.validator.platform.ChuteDefinition;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.LaunchConfig;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.traffic.PodCalls;
import dev.rigger.devnet.validator.world.Probe.Finding;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Probes pods over HTTP, eight at a time. What one finds is told at the next look, and told once, so that a pod that hangs holds
 * up nobody and is blamed once. A pod that never answered is not judged: it may be one that does not serve at all.
 */
final class PodProbe implements Probe, AutoCloseable {
    private static final int AT_A_TIME = 8;

    private final Platform platform;
    private final PodChecks checks;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore permits = new Semaphore(AT_A_TIME);
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final Map<String, Finding> findings = new ConcurrentHashMap<>();

    /** @param validator SS58 address of the platform's own hotkey */
    PodProbe(Platform platform, PodCalls pods, String validator) {
        this.platform = platform;
        this.checks = new PodChecks(pods, validator);
    }

    @Override
    public Finding look(Instance instance) {
        if (underWay.add(instance.instanceId())) {
            threads.execute(() -> probe(instance));
        }
        return Optional.ofNullable(findings.remove(instance.instanceId())).orElse(Finding.UNKNOWN);
    }

    /** Forgets instances that are no more. */
    void forgetAllBut(Set<String> living) {
        answered.retainAll(living);
        findings.keySet().retainAll(living);
        checks.forgetAllBut(living);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void probe(Instance instance) {
        String id = instance.instanceId();
        try {
            permits.acquire();
            try {
                Finding finding = found(instance);
                if (finding.kind() == Kind.WELL || finding.kind() == Kind.HARD) {
                    answered.add(id);
                }
                findings.put(id, finding.kind() == Kind.SOFT && !answered.contains(id) ? Finding.UNKNOWN : finding);
            } finally {
                permits.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            underWay.remove(id);
        }
    }

    private Finding found(Instance instance) throws InterruptedException {
        LaunchConfig config = platform.launches().byId(instance.configId());
        Optional<ChuteDefinition> chute = platform.chutes().byIdOrName(instance.chuteId());
        return config == null || chute.isEmpty()
                ? Finding.UNKNOWN
                : checks.first(new PodChecks.Subject(instance, chute.get(), config));
    }
}
