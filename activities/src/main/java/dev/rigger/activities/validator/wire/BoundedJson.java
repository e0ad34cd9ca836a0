package dev.rigger.activities.validator.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * Reads JSON from a stranger: a value of more parts or deeper than anything the protocol has is refused, so that a few
 * megabytes on the wire never become hundreds in memory.
 */
public final class BoundedJson {
    /** The largest thing that the protocol sends in one piece is a catalogue or a chute with its schemas. */
    private static final int MOST_PARTS = 20_000;

    private static final int DEEPEST = 64;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(64)
                    .build())
            .build()
            .setCodec(new ObjectMapper());

    private final JsonParser parser;
    private int parts;

    private BoundedJson(JsonParser parser) {
        this.parser = parser;
    }

    /** Exactly one value. */
    public static JsonNode read(byte[] bytes, int from, int to) throws IOException {
        try (JsonParser parser = FACTORY.createParser(bytes, from, to - from)) {
            parser.nextToken();
            JsonNode value = next(parser);
            if (parser.nextToken() != null) {
                throw new IOException("something follows the value");
            }
            return value;
        }
    }

    static JsonParser parser(byte[] bytes) throws IOException {
        return FACTORY.createParser(bytes);
    }

    /** The value that begins at the parser's current token. */
    static JsonNode next(JsonParser parser) throws IOException {
        return new BoundedJson(parser).value();
    }

    private JsonNode value() throws IOException {
        if (++parts > MOST_PARTS) {
            throw new IOException("a value has more than " + MOST_PARTS + " parts");
        }
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException("the value is missing");
        }
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            default -> throw new IOException("no value begins with " + token);
        };
    }

    private JsonNode integer() throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? NODES.numberNode(parser.getBigIntegerValue())
                : NODES.numberNode(parser.getLongValue());
    }

    private ObjectNode object() throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            object.set(name, value());
        }
        return object;
    }

    private ArrayNode array() throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value());
        }
        return array;
    }
}
