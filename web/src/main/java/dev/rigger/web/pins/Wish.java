package dev.rigger.web.pins;

import dev.rigger.web.answers.Refused;
import io.micronaut.http.HttpStatus;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a pin. Fields that it does not know are ignored; for a deployment only {@code note} counts, and no body is no
 * note.
 */
@Serdeable
record Wish(
        @Schema(description = "Ids or names of the only servers that may have a copy; absent or empty for any server")
        List<String> servers,

        @Schema(description = "How many copies there may be at most; absent for as many as the validator wants")
        @Nullable
        Integer copies,

        @Schema(description = "Why, for whoever reads it later")
        String note) {
    private static final String NEXT = "The body of PUT /pins/… is described in /openapi.json.";
    private static final int LONGEST_NOTE = 500;
    private static final int MOST_COPIES = 100_000;

    /** @throws Refused 400 for what is no JSON, 422 for JSON of another form */
    static Wish parse(byte[] body, JsonMapper json) {
        if (body.length == 0) {
            return new Wish(List.of(), null, "");
        }
        JsonNode node;
        try {
            node = json.readValue(body, JsonNode.class);
        } catch (IOException notJson) {
            throw new Refused(HttpStatus.BAD_REQUEST, "The body is not JSON.", "JSON_MALFORMED", NEXT);
        }
        if (node == null || !node.isObject()) {
            throw Refused.unprocessable("The body is not an object.", NEXT);
        }
        return new Wish(servers(node.get("servers")), copies(node.get("copies")), note(node.get("note")));
    }

    private static List<String> servers(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return List.of();
        }
        if (!node.isArray()) {
            throw Refused.unprocessable("Field servers is not a list.", NEXT);
        }
        List<String> servers = new ArrayList<>();
        for (JsonNode server : node.values()) {
            if (!server.isString()) {
                throw Refused.unprocessable("Field servers holds something else than texts.", NEXT);
            }
            servers.add(server.getStringValue());
        }
        return servers;
    }

    private static @Nullable Integer copies(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isNumber() || node.getIntValue() < 0 || node.getIntValue() > MOST_COPIES) {
            throw Refused.unprocessable("Field copies is not a number from 0 to " + MOST_COPIES + ".", NEXT);
        }
        return node.getIntValue();
    }

    private static String note(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return "";
        }
        if (!node.isString()
                || node.getStringValue().length() > LONGEST_NOTE
                || node.getStringValue().indexOf('\0') >= 0) {
            throw Refused.unprocessable("Field note is not a text of at most " + LONGEST_NOTE + " characters.", NEXT);
        }
        return node.getStringValue();
    }
}
