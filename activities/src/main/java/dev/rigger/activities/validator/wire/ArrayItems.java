package dev.rigger.activities.validator.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A list that comes as one JSON array, or as an object that holds it under a name. Mapped item by item. */
public final class ArrayItems<T> implements BodyReader<Listing<T>> {
    private static final int MAX_BYTES = 32 * 1024 * 1024;

    private final @Nullable String field;
    private final Items<T> items;

    /** @param mapper answers null for an item without what makes it one */
    public ArrayItems(Function<JsonNode, @Nullable T> mapper) {
        this(null, mapper);
    }

    public ArrayItems(@Nullable String field, Function<JsonNode, @Nullable T> mapper) {
        this.field = field;
        this.items = new Items<>(mapper);
    }

    @Override
    public Listing<T> read(int status, InputStream body) {
        if (status != 200) {
            return items.ended(Completeness.UNAVAILABLE, "answered " + status);
        }
        byte[] bytes;
        try {
            bytes = body.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            return items.ended(Completeness.TRUNCATED, "the connection ended inside the list");
        }
        if (bytes.length > MAX_BYTES) {
            return items.ended(Completeness.TOO_LONG, "the list is longer than " + MAX_BYTES + " bytes");
        }
        try (JsonParser parser = BoundedJson.parser(bytes)) {
            return array(parser);
        } catch (IOException notJson) {
            return items.ended(Completeness.UNREADABLE, "not the JSON of a list");
        }
    }

    private Listing<T> array(JsonParser parser) throws IOException {
        parser.nextToken();
        if (field != null && !enter(parser, field)) {
            return items.ended(Completeness.UNREADABLE, "not an object with the list");
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return items.ended(Completeness.UNREADABLE, "not an array");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (!items.take(BoundedJson.next(parser))) {
                return items.ended(Completeness.UNREADABLE, "an item lacks what makes it one");
            }
        }
        while (parser.nextToken() != null) {
            if (field == null) {
                return items.ended(Completeness.UNREADABLE, "something follows the list");
            }
        }
        return items.isEmpty() ? items.ended(Completeness.EXPLICITLY_EMPTY, "") : items.ended(Completeness.WHOLE, "");
    }

    private static boolean enter(JsonParser parser, String field) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = parser.currentName().equals(field);
            parser.nextToken();
            if (found) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }
}
