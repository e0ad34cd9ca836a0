package dev.rigger.activities.validator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.devnet.tee.AttestingMachine;
import dev.rigger.devnet.tee.AttestingMachine.Lie;
import dev.rigger.devnet.tee.SoftDomain;
import dev.rigger.devnet.tee.SoftGpus;
import dev.rigger.devnet.tee.SoftTdx;
import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.devnet.validator.verification.ServerAttestation;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.settings.AttestationSettings;
import dev.rigger.settings.ProtocolProfile;
import dev.rigger.settings.ValidatorCalls;
import dev.rigger.settings.ValidatorEndpoint;
import dev.rigger.settings.ValidatorSettings;
import dev.rigger.workflows.proof.AttestationActivities.Machine;
import dev.rigger.workflows.proof.AttestationActivities.MachineAnswer;
import dev.rigger.workflows.proof.ProofKind;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Confidential machines in software, asked over TLS with the miner's signature. */
class AttestedMachinesTest {
    private static final Hotkey MINER = Hotkey.fromSeed("11".repeat(32));
    private static final SoftTdx PLATFORM = SoftTdx.begin(Instant.now().minusSeconds(60));
    private static final SoftGpus GPUS = new SoftGpus(2, Instant.now().minusSeconds(60));
    private static final SoftDomain IMAGE = SoftDomain.image(1);

    private final DevnetValidator validator = DevnetValidator.builder()
            .registered(MINER.ss58())
            .attests(new ServerAttestation.Trust(
                    AttestingMachine.believing(PLATFORM, GPUS),
                    List.of(IMAGE.measurement("1.4.0", "h200", GPUS.count())),
                    Duration.ofSeconds(5)))
            .start();
    private final RequestSigner signer = new RequestSigner(MINER, Clock.systemUTC());
    private final ValidatorClients clients = new ValidatorClients(
            new ValidatorSettings(
                    List.of(new ValidatorEndpoint(
                            validator.ss58(), "registry.test", validator.api(), validator.socketUri())),
                    ValidatorCalls.DEFAULTS,
                    ProtocolProfile.byDefault()),
            signer,
            Clock.systemUTC());

    @AfterEach
    void stop() {
        clients.close();
        validator.close();
    }

    @Test
    void aGenuineMachineTellsItsGpusAndIsBelieved() throws IOException {
        try (AttestingMachine machine = machine(Set.of(MINER.ss58()), Lie.NONE)) {
            AttestedMachines machines = machines(machine);
            MachineAnswer told = machines.reportDevices(asked());

            assertThat(told.report()).isNotNull();
            assertThat(told.report().devices()).hasSize(2).allSatisfy(gpu -> {
                assertThat(gpu.uuid()).hasSize(32);
                assertThat(gpu.memoryBytes()).isEqualTo(150_754_820_096L);
            });
            assertThat(machines.attest(asked(), told.report()).verdict().code()).isEqualTo("ATTESTED");
        }
    }

    @Test
    void whatOnlyTheValidatorMaySeeIsLeftToIt() throws IOException {
        try (AttestingMachine machine = machine(Set.of(validator.ss58()), Lie.DEBUGGABLE)) {
            MachineAnswer answer = attested(machine);

            assertThat(answer.verdict().accepted()).isTrue();
            assertThat(answer.verdict().code()).isEqualTo("LEFT_TO_VALIDATOR");
            assertThat(answer.verdict().what()).contains("nothing of it was seen here");
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            OLD_ANSWER,       NONCE_MISMATCH
            OTHER_KEY,        TLS_KEY_MISMATCH
            UNKNOWN_IMAGE,    MEASUREMENT_UNKNOWN
            FOREIGN_PLATFORM, QUOTE_CHAIN_UNTRUSTED""")
    void aMachineThatLiesIsRefusedWithWhatToDo(Lie lie, String code) throws IOException {
        try (AttestingMachine machine = machine(Set.of(MINER.ss58()), lie)) {
            MachineAnswer answer = attested(machine);

            assertThat(answer.verdict().accepted()).isFalse();
            assertThat(answer.verdict().code()).isEqualTo(code);
            assertThat(answer.next()).isNotBlank();
        }
    }

    @Test
    void aMachineThatIsNotThereIsNamed() throws IOException {
        AttestingMachine machine = machine(Set.of(), Lie.NONE);
        machine.close();

        assertThat(machines(machine).reportDevices(asked()).verdict().code()).isEqualTo("ATTESTATION_UNREACHABLE");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            true,  '',     false, TEE
            True,  tee,    true,  TEE
            '',    '',     false, GPV1
            false, gpv1,   false, GPV1
            '',    '',     true,  SERVER_NOT_CONFIDENTIAL
            true,  gpv1,   false, PROOF_LABELS_CONTRADICT
            '',    tee,    false, PROOF_LABELS_CONTRADICT
            '',    graval, false, GRAVAL
            '',    Graval, true,  SERVER_NOT_CONFIDENTIAL
            true,  graval, false, PROOF_LABELS_CONTRADICT
            '',    zk,     false, PROOF_UNKNOWN""")
    void labelsAndTheNetworkChooseTheProof(String tee, String proof, boolean attestedOnly, String expected) {
        Map<String, String> labels =
                proof.isEmpty() ? Map.of("chutes/tee", tee) : Map.of("chutes/tee", tee, "rigger/proof", proof);
        var choice = AttestedMachines.choice(labels, attestedOnly);
        ProofKind kind = choice.kind();

        assertThat(kind == null ? choice.code() : kind.name()).isEqualTo(expected);
        assertThat(choice.next().isEmpty()).isEqualTo(kind != null);
    }

    private MachineAnswer attested(AttestingMachine machine) {
        AttestedMachines machines = machines(machine);
        MachineAnswer told = machines.reportDevices(asked());
        assertThat(told.report()).isNotNull();
        return machines.attest(asked(), told.report());
    }

    private AttestedMachines machines(AttestingMachine machine) {
        return new AttestedMachines(
                AttestingMachine.believing(PLATFORM, GPUS),
                clients,
                signer,
                Clock.systemUTC(),
                new AttestationSettings(machine.port(), Duration.ofSeconds(20)));
    }

    private Machine asked() {
        return new Machine("tee-0", "127.0.0.1", "h200", validator.ss58());
    }

    private static AttestingMachine machine(Set<String> mayAttest, Lie lie) throws IOException {
        List<Map<String, Object>> devices = List.of(device("aa"), device("ab"));
        return new AttestingMachine(PLATFORM, GPUS, IMAGE, devices, mayAttest, lie);
    }

    /** As machines tell of them: without processors. */
    private static Map<String, Object> device(String prefix) {
        return Map.of(
                "uuid",
                prefix + "0".repeat(30),
                "name",
                "NVIDIA H200",
                "memory",
                150_754_820_096L,
                "clock_rate",
                1_980_000.0,
                "model_short_ref",
                "h200");
    }
}
