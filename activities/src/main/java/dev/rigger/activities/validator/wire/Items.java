package dev.rigger.activities.validator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Items of one list, mapped one by one as they come, as many as a list may have. */
final class Items<T> {
    /** Far more than any miner, or all of them together, will ever have of anything. */
    static final int MOST = 200_000;

    private final Function<JsonNode, @Nullable T> mapper;
    private final List<T> items = new ArrayList<>();

    /** @param mapper answers null for an item without what makes it one */
    Items(Function<JsonNode, @Nullable T> mapper) {
        this.mapper = mapper;
    }

    /** Whether it was an item, and there was room for it. */
    boolean take(JsonNode json) {
        T item = json.isObject() && items.size() < MOST ? mapper.apply(json) : null;
        if (item != null) {
            items.add(item);
        }
        return item != null;
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    Listing<T> ended(Completeness completeness, String why) {
        return new Listing<>(items, completeness, why);
    }
}
