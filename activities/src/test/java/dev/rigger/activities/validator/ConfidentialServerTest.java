package dev.rigger.activities.validator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.catalogue.GpuCatalogue;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.workflows.onboarding.NodeFacts;
import dev.rigger.workflows.onboarding.OnboardingRequest;
import dev.rigger.workflows.onboarding.OnboardingRequest.Timings;
import dev.rigger.workflows.onboarding.ValidatorNodeActivities.NodeAnnouncement;
import dev.rigger.workflows.proof.DeviceReport;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfidentialServerTest {
    private static final Hotkey MINER = Hotkey.fromSeed("11".repeat(32));
    private static final NodeFacts FACTS =
            new NodeFacts("uid-1", "tee-0", "127.0.0.1", true, 1, 4, 100, 900, Map.of("chutes/tee", "true"));

    @Test
    void itIsRegisteredOnceHoweverOftenItIsTriedAndARefusalIsTheValidatorsWord() {
        try (DevnetValidator validator =
                        DevnetValidator.builder().registered(MINER.ss58()).start();
                ValidatorClients clients = new ValidatorClients(
                        ValidatorClientTest.settings(validator),
                        new RequestSigner(MINER, Clock.systemUTC()),
                        Clock.systemUTC())) {
            OnboardingRequest request =
                    new OnboardingRequest("tee-0", validator.ss58(), 2.5, "h200", null, Timings.DEFAULTS);
            validator.platform().servers().failAttestations(true);
            assertThat(register(clients, request).refusal()).contains("403", "attestation failed");

            validator.platform().servers().failAttestations(false);
            assertThat(register(clients, request).refusal()).isNull();
            assertThat(register(clients, request).refusal()).isNull();
            assertThat(validator.platform().servers().of(MINER.ss58())).hasSize(1);
            assertThat(validator.platform().nodes().of(MINER.ss58())).hasSize(1);
        }
    }

    private static NodeAnnouncement register(ValidatorClients clients, OnboardingRequest request) {
        return ValidatorNodes.registered(clients.of(request.validator()), request, FACTS, report());
    }

    private static DeviceReport report() {
        GpuIdentity gpu =
                GpuCatalogue.shipped().byShortRef("h200").orElseThrow().device("ab" + "0".repeat(30));
        return new DeviceReport(
                "tee-0",
                "127.0.0.1",
                30_443,
                "tee",
                List.of(new DeviceReport.Device(
                        0,
                        gpu.uuid(),
                        gpu.name(),
                        gpu.memoryBytes(),
                        132,
                        gpu.clockKhz(),
                        gpu.maxThreadsPerProcessor())));
    }
}
