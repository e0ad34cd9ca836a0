package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an operator wants a chute, and how often: table {@code chute_pins}.
 *
 * @param serverIds the only servers that may have a copy; empty for no such wish
 * @param copies how many there may be at most; null for no such wish
 * @param note why, in the operator's words
 */
@MappedEntity("chute_pins")
public record ChutePin(
        @Id String chuteId,

        @TypeDef(type = DataType.STRING_ARRAY, converter = TextArrayColumn.class)
        List<String> serverIds,

        @Nullable Integer copies,
        String note,
        Instant pinnedAt) {}
