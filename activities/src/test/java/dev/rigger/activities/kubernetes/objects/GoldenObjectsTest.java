package dev.rigger.activities.kubernetes.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.settings.Secret;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every kind of a chute's objects against a file that was read by people. */
class GoldenObjectsTest {
    private static final String DEPLOYMENT = "11111111-2222-3333-4444-555555555555";
    private static final String CHUTE = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";

    private final JobObject jobs = new JobObject(Sample.kubernetes(null), Sample.cache(), Sample.MINER);

    @Test
    void aChuteOfTodayHasItsServiceAndJob() {
        WorkloadSpec spec = Sample.spec(
                DEPLOYMENT,
                Sample.chute(CHUTE, "0.4.2", false),
                Sample.server("h200-0", "203.0.113.9", null, false),
                "jwt");

        Golden.assertSame(
                Map.of("service.yaml", ServiceObject.of(spec), "job.yaml", jobs.of(spec, withNodePorts(spec))));
    }

    @Test
    void aTrustedChuteHasAnAttestationPortAndNoCodeMap() {
        WorkloadSpec base = Sample.spec(
                DEPLOYMENT,
                Sample.chute(CHUTE, "0.6.0.rc1", true),
                Sample.server("tee-0", "203.0.113.10", null, true),
                "jwt");
        WorkloadSpec spec = withVm(base, "1.3.1", List.of());

        Golden.assertSame(
                Map.of("tee-service.yaml", ServiceObject.of(spec), "tee-job.yaml", jobs.of(spec, withNodePorts(spec))));
        assertThat(CodeMap.of(spec)).isEmpty();
    }

    @Test
    void anOldChuteReadsItsCodeFromAConfigMapAndItsSeedFromTheCommand() {
        WorkloadSpec spec = Sample.spec(
                DEPLOYMENT,
                Sample.chute(CHUTE, "0.2.9", false),
                Sample.server("h200-0", "203.0.113.9", null, false),
                null);

        Golden.assertSame(Map.of(
                "old-job.yaml",
                jobs.of(spec, withNodePorts(spec)),
                "code-map.yaml",
                CodeMap.of(spec).orElseThrow()));
    }

    @Test
    void aJobExportsEveryPortOfItsOwn() {
        WorkloadSpec base = Sample.spec(
                DEPLOYMENT,
                Sample.chute(CHUTE, "0.4.2", false),
                Sample.server("h200-0", "203.0.113.9", null, false),
                "jwt");
        WorkloadSpec spec = withVm(base, null, List.of(new ExtraPort(9000, "TCP"), new ExtraPort(9001, "UDP")));

        assertThat(JobEnvironment.of(spec, withNodePorts(spec)))
                .extracting(e -> e.getName() + "=" + e.getValue())
                .containsSubsequence(
                        "CHUTES_LAUNCH_JWT=jwt",
                        "CHUTES_EXTERNAL_HOST=203.0.113.9",
                        "CHUTES_PORT_TCP_9000=31002",
                        "CHUTES_PORT_UDP_9001=31003");
    }

    @Test
    void aOneShotRunHasItsLabelsAndItsPorts() {
        WorkloadSpec base = Sample.spec(
                DEPLOYMENT,
                Sample.chute(CHUTE, "0.4.2", false),
                Sample.server("h200-0", "203.0.113.9", null, false),
                "jwt");
        WorkloadSpec spec = oneShot(base, List.of(new ExtraPort(5000, "TCP"), new ExtraPort(5000, "UDP")));

        Golden.assertSame(Map.of(
                "one-shot-service.yaml",
                ServiceObject.of(spec),
                "one-shot-job.yaml",
                jobs.of(spec, withNodePorts(spec))));
    }

    @Test
    void aNumberThatIsATcpAndAUdpPortHasTwoNamesAndTwoNodePorts() {
        WorkloadSpec base = Sample.spec(
                DEPLOYMENT,
                Sample.chute(CHUTE, "0.4.2", false),
                Sample.server("h200-0", "203.0.113.9", null, false),
                "jwt");
        WorkloadSpec spec = withVm(base, null, ExtraPort.parse("udp:9000,tcp:9000,http:9000,tcp:8000"));

        assertThat(ServiceObject.of(spec).getSpec().getPorts())
                .extracting(port -> port.getName() + " " + port.getPort() + " " + port.getProtocol())
                .containsExactly(
                        "chute-8000 8000 TCP", "chute-8001 8001 TCP", "chute-9000 9000 UDP", "chute-9000-tcp 9000 TCP");
        assertThat(JobEnvironment.of(spec, withNodePorts(spec)))
                .extracting(e -> e.getName() + "=" + e.getValue())
                .containsSubsequence(
                        "CHUTES_PORT_UDP_9000=31002",
                        "CHUTES_PORT_TCP_9000=31003",
                        "CHUTES_PORT_HTTP_9000=31003",
                        "CHUTES_PORT_TCP_8000=31000");
    }

    @Test
    void aTrustedServerPullsDirectlyFromTheVersionThatHasACertificate() {
        WorkloadSpec base = Sample.spec(
                DEPLOYMENT,
                Sample.chute(CHUTE, "0.5.9", true),
                Sample.server("tee-0", "203.0.113.10", null, true),
                "jwt");

        assertThat(imageOn(withVm(base, "1.2.0", List.of()))).isEqualTo("registry.example.test/acme/sample:1");
        assertThat(imageOn(withVm(base, "1.1.9", List.of())))
                .isEqualTo("5validatorhotkey.localregistry.chutes.ai:30500/acme/sample:1");
        assertThat(imageOn(withVm(base, null, List.of()))).contains(".localregistry.");
        assertThat(variablesOn(withVm(base, "1.3.0", List.of())))
                .containsSequence("HF_HUB_DISABLE_XET", "HF_HUB_ENABLE_HF_TRANSFER")
                .doesNotContain("CHUTES_PORT_ATTESTATION", "TOKIO_WORKER_THREADS");
    }

    @Test
    void theOldestSdkIsProbedOnItsPrimaryPort() {
        assertThat(probeOf("0.3.2")).contains(":8000/");
        assertThat(probeOf("0.3.3.rc1")).contains(":8001/");
        assertThat(probeOf("v0.9.0")).contains(":8000/");
        assertThat(probeOf("99999999999.1.1")).contains(":8000/");
    }

    /** Trusted VMs admit no variable of a container that is not on their list, and no container without limits. */
    @Test
    void aCleanupBringsNothingThatATrustedServerRefuses() {
        Container cleaner = CleanupObject.of(
                        "cache-cleanup-1",
                        Sample.cache().image(),
                        "tee-0",
                        "tee-0",
                        Duration.ofHours(25),
                        900,
                        List.of("chute-a"),
                        Duration.ofMinutes(10))
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();

        assertThat(cleaner.getEnv()).extracting(EnvVar::getName).containsExactly("HF_HOME");
        assertThat(cleaner.getResources().getLimits()).containsOnlyKeys("cpu", "memory");
    }

    @Test
    void aCleanupRunsOnItsServerAlone() {
        Golden.assertSame(Map.of(
                "cleanup-job.yaml",
                CleanupObject.of(
                        "cache-cleanup-1",
                        Sample.cache().image(),
                        "h200-0",
                        "h200-0",
                        Duration.ofHours(25),
                        900,
                        List.of("chute-a", "chute-b"),
                        Duration.ofMinutes(10))));
    }

    @Test
    void everyNamespaceWithChutesHasItsNetworkPolicies() {
        Map<String, HasMetadata> policies = NetworkPolicyObjects.all().stream()
                .collect(Collectors.toMap(
                        policy -> policy.getMetadata().getName() + "-policy.yaml", Function.identity()));

        assertThat(policies).hasSize(3);
        Golden.assertSame(policies);
    }

    @Test
    void theCodeMapsNameIsTheReferencesOwn() {
        assertThat(WorkloadNames.codeMap("test-chute-id", "1.0.0"))
                .isEqualTo("chute-code-1fb08ec6-6e3a-552e-a9f1-979b5ba81422");
    }

    @Test
    void aSpecNeverShowsItsToken() {
        WorkloadSpec spec = Sample.spec(
                DEPLOYMENT,
                Sample.chute(CHUTE, "0.4.2", false),
                Sample.server("h200-0", "203.0.113.9", null, false),
                "very-secret");

        assertThat(spec.toString()).doesNotContain("very-secret");
    }

    private String imageOn(WorkloadSpec spec) {
        return chute(spec).getImage();
    }

    private List<String> variablesOn(WorkloadSpec spec) {
        return chute(spec).getEnv().stream().map(EnvVar::getName).toList();
    }

    private String probeOf(String sdk) {
        WorkloadSpec spec = Sample.spec(
                DEPLOYMENT,
                Sample.chute(CHUTE, sdk, false),
                Sample.server("h200-0", "203.0.113.9", null, false),
                "jwt");
        return chute(spec).getReadinessProbe().getExec().getCommand().getLast();
    }

    private Container chute(WorkloadSpec spec) {
        return jobs.of(spec, withNodePorts(spec))
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();
    }

    private static WorkloadSpec oneShot(WorkloadSpec s, List<ExtraPort> ports) {
        return new WorkloadSpec(
                s.deploymentId(),
                s.version(),
                s.chute(),
                s.server(),
                s.gpuIds(),
                s.configId(),
                "job-1",
                s.launchToken(),
                25,
                ports,
                null,
                s.directRegistry());
    }

    private static WorkloadSpec withVm(WorkloadSpec s, @Nullable String vm, List<ExtraPort> extra) {
        return new WorkloadSpec(
                s.deploymentId(),
                s.version(),
                s.chute(),
                s.server(),
                s.gpuIds(),
                s.configId(),
                s.jobId(),
                new Secret("jwt"),
                s.diskGib(),
                extra,
                vm,
                s.directRegistry());
    }

    /** As a cluster would assign them, from 31000 on. */
    private static Service withNodePorts(WorkloadSpec spec) {
        Service service = ServiceObject.of(spec);
        int next = 31_000;
        for (var port : service.getSpec().getPorts()) {
            port.setNodePort(next++);
        }
        return service;
    }

    @Test
    void aDifferenceIsToldByItsLine() {
        assertThat(Golden.firstDifference("a\nb\nc\n", "a\nx\nc\n")).isEqualTo("line 2: wanted <b>, built <x>");
        assertThat(Golden.firstDifference("a\n", "a\nb\n")).isEqualTo("line 2: wanted <(the end)>, built <b>");
        assertThat(Golden.firstDifference("a\n", "a\n")).isEmpty();
    }
}
