package dev.rigger.devnet.validator.verification;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.devnet.validator.platform.Device;
import dev.rigger.gpv1.attestation.Attestation;
import dev.rigger.gpv1.attestation.AttestationPort;
import dev.rigger.gpv1.attestation.AttestationRefusal;
import dev.rigger.gpv1.attestation.KnownImage;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Attests a confidential server while it registers: a fresh nonce, a deadline, and evidence that must answer it. */
public final class ServerAttestation {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NONCE_BYTES = 32;

    private final Trust trust;
    private final RequestSigner signer;
    private final SecureRandom random = new SecureRandom();

    public ServerAttestation(Trust trust, Hotkey validator) {
        this.trust = trust;
        this.signer = new RequestSigner(validator, InstantSource.system());
    }

    /**
     * Whom to believe.
     *
     * @param measurements of the images that are accepted, as {@code GET /servers/tee/measurements} lists them
     * @param patience for evidence
     */
    public record Trust(Attestation attestation, List<Map<String, Object>> measurements, Duration patience) {}

    /** As they are listed. */
    public List<Map<String, Object>> measurements() {
        return trust.measurements();
    }

    /** What is wrong with it, if anything. */
    public Optional<String> problem(@Nullable String host, List<Device> gpus) {
        Device first = gpus.getFirst();
        Integer port = first.verificationPort();
        if (host == null || port == null) {
            return Optional.of("host and verification_port are required");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try (AttestationPort machine =
                new AttestationPort(host, port, () -> signer.forPurpose("attest"), trust.patience())) {
            AttestationPort.Answer answer = machine.attest(nonce);
            var unused = trust.attestation()
                    .verify(
                            answer.evidence(),
                            new Attestation.Question(
                                    nonce,
                                    answer.connection(),
                                    KnownImage.list(JSON.valueToTree(trust.measurements())),
                                    String.valueOf(first.gpuIdentifier()),
                                    gpus.size()),
                            Instant.now());
            return Optional.empty();
        } catch (AttestationRefusal refusal) {
            return Optional.of(refusal.code() + ": " + refusal.what());
        }
    }
}
