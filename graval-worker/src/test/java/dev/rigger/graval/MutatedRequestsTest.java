package dev.rigger.graval;

import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.gpv1.Profile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Bodies that anybody could have sent, five thousand of them: read, or refused as a mistake, and nothing else. */
class MutatedRequestsTest {
    private static final int EACH = 1_000;
    private static final String UUID = "00112233445566778899aabbccddeeff";
    private static final List<String> WORDS = List.of(
            "9223372036854775552",
            "-1",
            "0",
            "1e400",
            "9223372036854775808",
            "null",
            "true",
            "{}",
            "[]",
            "[[[[",
            "\"\"",
            "\\u0000",
            "NaN",
            ",,");

    private final RequestJson json = new RequestJson(new ObjectMapper());
    private final ProveRequest proofs = new ProveRequest(json, () -> Profile.TINY);
    private final HeldWorkRequests heldWork = new HeldWorkRequests(json);

    @Test
    void proofs() {
        none(
                "{\"scheme\":\"gpv1\",\"seed\":42,\"iterations\":4,\"profile\":{\"n\":16384,\"t\":8,\"gs\":256,\"pct\":95},"
                        + "\"ciphertext\":{\"" + UUID + "\":\"R1BWMQAQ\"}}",
                body -> sized(proofs.read(body)));
    }

    @Test
    void proofsThatGiveTheirRows() {
        none(
                "{\"seed\":42,\"iterations\":4,\"profile\":{\"n\":64,\"t\":8,\"gs\":256,\"rows\":512},"
                        + "\"ciphertext\":{\"" + UUID + "\":\"R1BWMQAQ\"}}",
                body -> sized(proofs.read(body)));
    }

    @Test
    void audits() {
        none(
                "{\"seed\":42,\"audit\":1,\"steps\":16,\"nonce\":{\"" + UUID + "\":\"" + "0f".repeat(32) + "\"}}",
                heldWork::audit);
    }

    @Test
    void openings() {
        none(
                "{\"seed\":42,\"open\":{\"" + UUID + "\":[{\"audit\":0,\"step\":0,\"rows\":[17,90211]},"
                        + "{\"audit\":1,\"step\":0,\"rows\":[17]}]}}",
                heldWork::open);
    }

    @Test
    void releases() {
        none("{\"seed\":4611686018427387904}", heldWork::release);
    }

    /** What was read is also within limits that can be reckoned with. */
    private static void sized(Challenge challenge) {
        Proofs.GPUS.forEach(gpu -> challenge.profile().memoryBytes(gpu));
    }

    private static void none(String honest, Consumer<byte[]> reader) {
        Random random = new Random(honest.length());
        for (int i = 0; i < EACH; i++) {
            byte[] body = changed(honest, random);
            assertThatCode(() -> {
                        try {
                            reader.accept(body);
                        } catch (InvalidChallengeException refused) {
                            // The caller's mistake, and told as one.
                        }
                    })
                    .as("mutation %d: %s", i, new String(body, StandardCharsets.ISO_8859_1))
                    .doesNotThrowAnyException();
        }
    }

    private static byte[] changed(String honest, Random random) {
        byte[] bytes = honest.getBytes(StandardCharsets.UTF_8);
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> {
                bytes[at] = (byte) random.nextInt(256);
                yield bytes;
            }
            case 2 -> {
                int end = Math.min(honest.length(), at + 1 + random.nextInt(8));
                yield (honest.substring(0, at) + WORDS.get(random.nextInt(WORDS.size())) + honest.substring(end))
                        .getBytes(StandardCharsets.UTF_8);
            }
            default ->
                honest.replaceFirst(
                                "(?<=:)[0-9]+",
                                WORDS.get(random.nextInt(WORDS.size())).replace("\\", "\\\\"))
                        .getBytes(StandardCharsets.UTF_8);
        };
    }
}
