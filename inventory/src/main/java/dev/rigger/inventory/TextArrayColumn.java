package dev.rigger.inventory;

import io.micronaut.core.convert.ConversionContext;
import io.micronaut.data.model.runtime.convert.AttributeConverter;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list in a {@code varchar[]} column: written as an array of strings, read as the driver's own array. */
@Singleton
class TextArrayColumn implements AttributeConverter<List<String>, Object> {
    @Override
    public @Nullable Object convertToPersistedValue(@Nullable List<String> value, ConversionContext context) {
        return value == null ? null : value.toArray(String[]::new);
    }

    @Override
    public @Nullable List<String> convertToEntityValue(@Nullable Object value, ConversionContext context) {
        if (value == null) {
            return null;
        }
        try {
            return List.of((String[]) ((Array) value).getArray());
        } catch (SQLException e) {
            throw new InventoryUnavailable("Cannot read an array of the database", e);
        }
    }
}
