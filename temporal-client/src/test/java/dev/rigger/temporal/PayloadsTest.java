package dev.rigger.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.hotkey.secrets.SecretKeys;
import dev.rigger.workflows.Confidential;
import dev.rigger.workflows.deployment.LaunchToken;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PayloadsTest {
    @Confidential
    record Password(String value) {}

    record Login(String user, List<Password> passwords) {}

    record Plain(
            String user,
            Duration patience,
            Instant at,
            @Nullable String note) {}

    sealed interface Door {
        record Open() implements Door {}

        @Confidential
        record Locked(String key) implements Door {}
    }

    private static final SecretKeys KEYS = SecretKeys.parse("new:" + key(1) + ",old:" + key(2));
    private final DataConverter converter = Payloads.converter(KEYS);

    @Test
    void anUnmarkedRecordStaysReadableAndComesBackEqual() {
        Plain plain = new Plain("lovelace", Duration.ofSeconds(90), Instant.parse("2026-01-02T03:04:05Z"), null);

        Payload payload = written(plain);

        assertThat(payload.getData().toStringUtf8()).contains("\"lovelace\"", "PT1M30S", "2026-01-02T03:04:05Z");
        assertThat(converter.fromPayload(payload, Plain.class, Plain.class)).isEqualTo(plain);
    }

    @Test
    void aSealedAnswerComesBackAsTheKindItWas() {
        LaunchToken answer = new LaunchToken.CapacityLocked(Duration.ofSeconds(120), "enough copies");

        Payload payload = written(answer);

        assertThat(converter.fromPayload(payload, LaunchToken.class, LaunchToken.class))
                .isEqualTo(answer);
    }

    @Test
    void aPropertyOfALaterReleaseIsIgnored() {
        Payload payload = written(new Login("lovelace", List.of()));
        Payload later = converter
                .toPayload(java.util.Map.of("user", "lovelace", "colour", "green"))
                .orElseThrow();

        assertThat(payload).isNotNull();
        assertThat(converter.fromPayload(later, Plain.class, Plain.class).user())
                .isEqualTo("lovelace");
    }

    @Test
    void aMarkedTypeIsEncryptedWhereverItStands() {
        Password password = new Password("hunter2");
        for (Object value : List.of(
                password,
                List.of(password),
                Optional.of(password),
                new Login("lovelace", List.of(password)),
                new Door.Locked("hunter2"))) {
            Payload payload = written(value);

            assertThat(payload.toString()).as("%s", value.getClass()).doesNotContain("hunter2", "lovelace");
            assertThat(payload.getMetadataOrThrow("encoding").toStringUtf8()).isEqualTo("binary/encrypted");
            assertThat(payload.getMetadataOrThrow("encryption-key-id").toStringUtf8())
                    .isEqualTo("new");
        }
    }

    @Test
    void aMarkedTypeComesBackUnderAnyKeyOfTheRing() {
        Payload writtenEarlier = Payloads.converter(SecretKeys.parse("old:" + key(2)))
                .toPayload(new Password("hunter2"))
                .orElseThrow();

        assertThat(converter.fromPayload(writtenEarlier, Password.class, Password.class))
                .isEqualTo(new Password("hunter2"));
    }

    @Test
    void aProcessWithoutKeysReadsWhatIsUnmarkedAndSaysWhatItLacksOtherwise() {
        DataConverter gpuHost = Payloads.converter(null);
        Payload marked = written(new Password("hunter2"));
        Payload unmarked = written(new Plain("lovelace", Duration.ZERO, Instant.EPOCH, null));

        assertThat(gpuHost.fromPayload(unmarked, Plain.class, Plain.class).user())
                .isEqualTo("lovelace");
        assertThatThrownBy(() -> gpuHost.fromPayload(marked, Password.class, Password.class))
                .hasMessageContaining("NO_ENCRYPTION_KEYS");
        assertThatThrownBy(() -> gpuHost.toPayload(new Password("hunter2")))
                .hasMessageContaining("NO_ENCRYPTION_KEYS")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aFailureStaysReadableAndItsMarkedDetailsDoNot() {
        ApplicationFailure failure =
                ApplicationFailure.newFailure("the cluster is away", "CLUSTER_UNREACHABLE", new Password("hunter2"));

        var proto = converter.exceptionToFailure(failure);

        assertThat(proto.getMessage()).isEqualTo("the cluster is away");
        assertThat(proto.toString()).contains("CLUSTER_UNREACHABLE").doesNotContain("hunter2");
    }

    private Payload written(Object value) {
        return converter.toPayload(value).orElseThrow();
    }

    private static String key(int fill) {
        byte[] key = new byte[32];
        java.util.Arrays.fill(key, (byte) fill);
        return Base64.getEncoder().encodeToString(key);
    }
}
