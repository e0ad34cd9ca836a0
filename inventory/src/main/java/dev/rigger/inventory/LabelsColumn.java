package dev.rigger.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.core.convert.ConversionContext;
import io.micronaut.data.model.runtime.convert.AttributeConverter;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map of words in a {@code jsonb} column; statements cast the text they are given. */
@Singleton
class LabelsColumn implements AttributeConverter<Map<String, String>, String> {
    private static final TypeReference<Map<String, String>> MAP = new TypeReference<>() {};

    private final ObjectMapper json = new ObjectMapper();

    @Override
    public @Nullable String convertToPersistedValue(@Nullable Map<String, String> value, ConversionContext context) {
        try {
            return value == null ? null : json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public @Nullable Map<String, String> convertToEntityValue(@Nullable String value, ConversionContext context) {
        try {
            return value == null ? null : json.readValue(value, MAP);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
