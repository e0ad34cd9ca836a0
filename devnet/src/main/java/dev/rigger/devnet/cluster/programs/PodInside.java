package dev.rigger.devnet.cluster.programs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.hub.ModelHub;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What a simulated pod shows of itself: {@code /_dump} its environment, {@code /_slurp} files ({@code path}, and from {@code
 * start_byte} up to {@code end_byte}) as base64 {@code contents}, {@code /_rint} a signature under its session key.
 */
final class PodInside {
    private static final String COMMAND_LINE = "/proc/1/cmdline";
    private static final int LONGEST_PIECE = 1 << 16;

    private final Container container;
    private final AtomicLong epoch = new AtomicLong();
    private volatile @Nullable Launch launch;

    private record Launch(String chuteId, String keyHex, String code) {}

    PodInside(Container container) {
        this.container = container;
    }

    void launched(String chuteId, String keyHex, String code) {
        launch = new Launch(chuteId, keyHex, code);
    }

    /** Empty for what there is not. */
    Optional<ObjectNode> answer(String path, JsonNode asked) {
        return switch (path) {
            case "/_dump" -> Optional.of(environment());
            case "/_slurp" ->
                file(asked)
                        .map(bytes -> JsonNodeFactory.instance
                                .objectNode()
                                .put("contents", Base64.getEncoder().encodeToString(bytes)));
            case "/_rint" -> Optional.ofNullable(launch).map(known -> signed(known, asked));
            default -> Optional.empty();
        };
    }

    private ObjectNode environment() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ObjectNode env = answer.putObject("env");
        container.env().forEach((name, value) -> {
            if (!name.equals("CHUTES_LAUNCH_JWT")) {
                env.put(name, value);
            }
        });
        return answer;
    }

    private Optional<byte[]> file(JsonNode asked) {
        String path = asked.path("path").asText();
        if (path.equals(COMMAND_LINE)) {
            List<String> command = container.command();
            // The image's program is a script, which its interpreter runs.
            return command.isEmpty()
                    ? Optional.empty()
                    : Optional.of(("python " + String.join(" ", command)).getBytes(UTF_8));
        }
        Launch known = launch;
        if (known == null) {
            return Optional.empty();
        }
        int from = asked.path("start_byte").asInt(0);
        int to = asked.path("end_byte").asInt(LONGEST_PIECE);
        if (path.equals(ModelHub.FILE) && from <= to && to - from <= LONGEST_PIECE) {
            return Optional.of(ModelHub.range(known.chuteId(), from, to - from));
        }
        byte[] code = known.code().getBytes(UTF_8);
        return path.startsWith("/app/") && from <= code.length
                ? Optional.of(Arrays.copyOfRange(code, from, Math.min(Math.max(from, to), code.length)))
                : Optional.empty();
    }

    private ObjectNode signed(Launch known, JsonNode asked) {
        try {
            long now = epoch.incrementAndGet();
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(known.keyHex()), "HmacSHA256"));
            mac.update(HexFormat.of().parseHex(asked.path("challenge").asText()));
            mac.update(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(now)
                    .array());
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("epoch", now)
                    .put("signature", HexFormat.of().formatHex(mac.doFinal()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HMAC-SHA256", e);
        }
    }
}
