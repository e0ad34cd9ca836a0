package dev.rigger.devnet.validator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.tee.AttestingMachine;
import dev.rigger.devnet.tee.AttestingMachine.Lie;
import dev.rigger.devnet.tee.SoftDomain;
import dev.rigger.devnet.tee.SoftGpus;
import dev.rigger.devnet.tee.SoftTdx;
import dev.rigger.devnet.validator.verification.ServerAttestation;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.catalogue.GpuCatalogue;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A validator that attests: honest machines register, and each lie is refused by its name. */
class ServerAttestationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SoftTdx PLATFORM = SoftTdx.begin(Instant.now().minusSeconds(60));
    private static final SoftGpus GPUS = new SoftGpus(2, Instant.now().minusSeconds(60));
    private static final SoftDomain IMAGE = SoftDomain.image(1);

    private static DevnetValidator validator;

    @BeforeAll
    static void start() {
        validator = DevnetValidator.builder()
                .attests(new ServerAttestation.Trust(
                        AttestingMachine.believing(PLATFORM, GPUS),
                        List.of(IMAGE.measurement("1.4.0", "h200", GPUS.count())),
                        Duration.ofSeconds(3)))
                .start();
    }

    @AfterAll
    static void stop() {
        validator.close();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            NONE,             201, registered
            OLD_ANSWER,       403, NONCE_MISMATCH
            OTHER_KEY,        403, TLS_KEY_MISMATCH
            DEBUGGABLE,       403, TD_DEBUGGABLE
            UNKNOWN_IMAGE,    403, MEASUREMENT_UNKNOWN
            ONE_GPU_FOR_ALL,  403, GPU_EVIDENCE_REPEATED
            FEWER_GPUS,       403, GPU_EVIDENCE_COUNT
            FOREIGN_PLATFORM, 403, QUOTE_CHAIN_UNTRUSTED
            CHANGED_QUOTE,    403, QUOTE_SIGNATURE_WRONG
            SILENT,           403, ATTESTATION_LATE""")
    void honestMachinesRegisterAndLiarsDoNot(Lie lie, int status, String word) throws IOException {
        MinerSide miner = new MinerSide(validator, "11".repeat(32));
        try (AttestingMachine machine =
                new AttestingMachine(PLATFORM, GPUS, IMAGE, List.of(), Set.of(validator.ss58()), lie)) {
            MinerSide.Answer answer = miner.postSigned("/servers/", registration("tee-" + lie, machine.port()));

            assertThat(answer.text()).contains(word);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(miner.get("/servers/tee-" + lie, "tee").status()).isEqualTo(status == 201 ? 200 : 404);
        }
    }

    private static String registration(String id, int port) {
        GpuIdentity gpu =
                GpuCatalogue.shipped().byShortRef("h200").orElseThrow().device("ee" + "0".repeat(30));
        ObjectNode body =
                JSON.createObjectNode().put("host", "127.0.0.1").put("id", id).put("name", id);
        ArrayNode gpus = body.putArray("gpus");
        for (int i = 0; i < GPUS.count(); i++) {
            gpus.addObject()
                    .put("uuid", "ee%030d".formatted(i))
                    .put("name", gpu.name())
                    .put("memory", gpu.memoryBytes())
                    .put("processors", 132)
                    .put("max_threads_per_processor", gpu.maxThreadsPerProcessor())
                    .put("clock_rate", (double) gpu.clockKhz())
                    .put("device_index", i)
                    .put("gpu_identifier", "h200")
                    .put("verification_host", "127.0.0.1")
                    .put("verification_port", port);
        }
        return body.toString();
    }
}
