package dev.rigger.devnet.validator.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rigger.devnet.validator.wire.WireJson;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows as RFC 4180 text with a header; what is missing is empty, what is structured is JSON. */
final class Csv {
    private final StringBuilder text = new StringBuilder();

    Csv(List<String> columns) {
        text.append(String.join(",", columns)).append("\r\n");
    }

    Csv row(@Nullable Object... values) {
        text.append(Arrays.stream(values).map(Csv::field).collect(Collectors.joining(",")))
                .append("\r\n");
        return this;
    }

    String text() {
        return text.toString();
    }

    private static String field(@Nullable Object value) {
        String plain = switch (value) {
            case null -> "";
            case Instant time -> WireJson.format(time);
            case Map<?, ?> object -> new String(WireJson.bytes(object), UTF_8);
            default -> value.toString();
        };
        return plain.matches("(?s).*[\",\r\n].*") ? '"' + plain.replace("\"", "\"\"") + '"' : plain;
    }
}
