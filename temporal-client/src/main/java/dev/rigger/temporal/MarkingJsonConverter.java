package dev.rigger.temporal;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSON as Temporal writes it, with durations as ISO-8601 for the people who read histories, unknown properties ignored
 * so that workers of two releases understand each other, and a mark on every payload that the codec must encrypt.
 */
final class MarkingJsonConverter extends JacksonJsonPayloadConverter {
    static final String MARK = "rigger-confidential";
    private static final ByteString YES = ByteString.copyFromUtf8("true");

    MarkingJsonConverter() {
        super(mapper());
    }

    static ObjectMapper mapper() {
        return newDefaultObjectMapper()
                .configure(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS, false)
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
    }

    @Override
    public Optional<Payload> toData(@Nullable Object value) {
        Optional<Payload> plain = super.toData(value);
        return MarkedTypes.holdsMarked(value)
                ? plain.map(
                        payload -> payload.toBuilder().putMetadata(MARK, YES).build())
                : plain;
    }
}
