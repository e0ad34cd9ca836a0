package dev.rigger.activities.validator;

import dev.rigger.activities.validator.wire.UrlGuard;
import dev.rigger.gpv1.attestation.Attestation;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.inventory.GpuVerdicts;
import dev.rigger.settings.AttestationSettings;
import dev.rigger.settings.ValidatorSettings;
import dev.rigger.workflows.proof.AttestationActivities;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.stream.Stream;

/** What the validator's side is made of. */
@Factory
final class ValidatorBeans {
    @Singleton
    UrlGuard urlGuard(ValidatorSettings settings) {
        return new UrlGuard(
                settings.supported().stream()
                        .flatMap(endpoint -> Stream.of(endpoint.api(), endpoint.socket()))
                        .toList(),
                InetAddress::getAllByName);
    }

    @Singleton
    AttestationActivities machines(
            Attestation attestation,
            ValidatorClients validators,
            RequestSigner signer,
            InstantSource clock,
            AttestationSettings settings,
            GpuVerdicts verdicts) {
        AttestedMachines machines = new AttestedMachines(attestation, validators, signer, clock, settings);
        return new RecordedMachines(machines, verdicts, clock);
    }

    /** Believes Intel's and NVIDIA's roots. */
    @Singleton
    @Requires(missingBeans = Attestation.class)
    Attestation genuine() {
        return Attestation.genuine();
    }
}
