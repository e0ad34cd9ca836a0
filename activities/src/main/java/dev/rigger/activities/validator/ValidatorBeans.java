package dev.rigger.activities.validator;

import dev.rigger.activities.validator.wire.UrlGuard;
import dev.rigger.gpv1.attestation.Attestation;
import dev.rigger.gpv1.attestation.AttestationPort;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.settings.ValidatorSettings;
import dev.rigger.workflows.proof.AttestationActivities;
import io.micronaut.context.annotation.Factory;
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
    AttestationActivities machines(ValidatorClients validators, RequestSigner signer, InstantSource clock) {
        return new AttestedMachines(Attestation.genuine(), validators, signer, clock, AttestationPort.PORT);
    }
}
