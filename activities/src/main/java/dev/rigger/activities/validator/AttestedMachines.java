package dev.rigger.activities.validator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.gpv1.attestation.Attestation;
import dev.rigger.gpv1.attestation.AttestationPort;
import dev.rigger.gpv1.attestation.AttestationRefusal;
import dev.rigger.gpv1.attestation.AttestationRefusal.Code;
import dev.rigger.gpv1.attestation.KnownImage;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.settings.AttestationSettings;
import dev.rigger.workflows.proof.AttestationActivities;
import dev.rigger.workflows.proof.DeviceReport;
import dev.rigger.workflows.proof.DeviceReport.Device;
import dev.rigger.workflows.proof.ProofChoice;
import dev.rigger.workflows.proof.ProofKind;
import dev.rigger.workflows.proof.ProofVerdict;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Asks confidential machines with the miner's signature, and judges what they show by the images that the validator lists. */
final class AttestedMachines implements AttestationActivities {
    private static final int NONCE_BYTES = 32;
    private static final String TEE_LABEL = "chutes/tee";

    private final Attestation attestation;
    private final ValidatorClients validators;
    private final RequestSigner signer;
    private final InstantSource clock;
    private final AttestationSettings settings;
    private final SecureRandom random = new SecureRandom();

    AttestedMachines(
            Attestation attestation,
            ValidatorClients validators,
            RequestSigner signer,
            InstantSource clock,
            AttestationSettings settings) {
        this.attestation = attestation;
        this.validators = validators;
        this.signer = signer;
        this.clock = clock;
        this.settings = settings;
    }

    @Override
    public ProofChoice chooseProof(String validator, Map<String, String> labels) {
        return choice(labels, validators.profile().attestedServersOnly());
    }

    /** @param attestedOnly whether the network takes no other servers */
    static ProofChoice choice(Map<String, String> labels, boolean attestedOnly) {
        boolean tee = "true".equalsIgnoreCase(labels.get(TEE_LABEL));
        String asked =
                labels.getOrDefault(ProofKind.LABEL, tee ? "tee" : "gpv1").toLowerCase(Locale.ROOT);
        if (ProofKind.named(asked).isEmpty()) {
            return ProofChoice.refused(
                    "PROOF_UNKNOWN",
                    "its label " + ProofKind.LABEL + " asks for the proof " + asked
                            + ", and tee, gpv1 and graval are known.",
                    "Correct the label, or remove it.");
        }
        if (tee != asked.equals("tee")) {
            return ProofChoice.refused(
                    "PROOF_LABELS_CONTRADICT",
                    "its label " + TEE_LABEL + " and its label " + ProofKind.LABEL + "=" + asked
                            + " contradict each other.",
                    "Remove " + ProofKind.LABEL + ": a confidential machine labels itself.");
        }
        if (!tee && attestedOnly) {
            return ProofChoice.refused(
                    "SERVER_NOT_CONFIDENTIAL",
                    "the validator's network takes confidential machines only, and it has no label " + TEE_LABEL
                            + "=true.",
                    "Boot it as a confidential machine from the network's image, which labels itself.");
        }
        return ProofChoice.of(ProofKind.valueOf(asked.toUpperCase(Locale.ROOT)));
    }

    @Override
    public MachineAnswer reportDevices(Machine machine) {
        return asked(machine, service -> {
            service.health();
            JsonNode told = service.devices();
            List<Device> devices = new ArrayList<>();
            for (JsonNode device : told) {
                devices.add(device(devices.size(), device));
            }
            DeviceReport report = new DeviceReport(
                    machine.serverName(), machine.address(), settings.port(), "tee", List.copyOf(devices));
            return new MachineAnswer(report, new ProofVerdict(true, "DEVICES_TOLD", devices.size() + " GPUs"), "");
        });
    }

    @Override
    public MachineAnswer attest(Machine machine, DeviceReport report) {
        JsonNode listed = ActivityFailures.orRetry(
                () -> validators.of(machine.validator()).servers().measurements());
        MachineAnswer answer = asked(machine, service -> {
            byte[] nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            AttestationPort.Answer shown = service.attest(nonce);
            KnownImage image = attestation.verify(
                    shown.evidence(),
                    new Attestation.Question(
                            nonce,
                            shown.connection(),
                            images(listed),
                            machine.gpuShortRef(),
                            report.devices().size()),
                    clock.instant());
            return accepted(
                    "ATTESTED",
                    "a trust domain of image " + image.version() + " with "
                            + report.devices().size()
                            + " GPUs; whether firmware is current and nothing revoked is left to the validator");
        });
        return answer.verdict().code().equals(Code.ATTESTATION_UNAUTHORIZED.name())
                ? accepted(
                        ProofVerdict.LEFT_TO_VALIDATOR,
                        "the machine shows its evidence to the validator alone; nothing of it was seen here")
                : answer;
    }

    private static MachineAnswer accepted(String code, String what) {
        return new MachineAnswer(null, new ProofVerdict(true, code, what), "");
    }

    private MachineAnswer asked(Machine machine, Function<AttestationPort, MachineAnswer> question) {
        try (AttestationPort service = new AttestationPort(
                machine.address(), settings.port(), () -> signer.forPurpose("attest"), settings.patience())) {
            return question.apply(service);
        } catch (AttestationRefusal refusal) {
            return new MachineAnswer(
                    null,
                    new ProofVerdict(false, refusal.code().name(), refusal.what()),
                    refusal.code().next());
        }
    }

    /** A list that cannot be read lets in nobody. */
    private static List<KnownImage> images(JsonNode listed) {
        try {
            return KnownImage.list(listed);
        } catch (IllegalArgumentException e) {
            throw new AttestationRefusal(
                    Code.MEASUREMENT_UNKNOWN, "the validator's list of images cannot be used: " + e.getMessage());
        }
    }

    private static Device device(int index, JsonNode device) {
        String uuid = device.path("uuid").asText("").replaceFirst("^GPU-", "").replace("-", "");
        if (!uuid.matches("[0-9a-f]{32}") || !device.path("memory").canConvertToLong()) {
            throw new AttestationRefusal(
                    Code.ATTESTATION_BROKEN, "/server/devices tells of a GPU without uuid or memory");
        }
        return new Device(
                index,
                uuid,
                device.path("name").asText(""),
                device.path("memory").asLong(),
                device.path("processors").asInt(0),
                device.path("clock_rate").asDouble(0),
                device.path("max_threads_per_processor").asInt(0));
    }
}
