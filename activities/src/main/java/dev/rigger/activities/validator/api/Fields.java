package dev.rigger.activities.validator.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fields of a stranger's JSON, each within the bounds of what we can keep. */
final class Fields {
    private static final int MOST_WORDS = 500;
    /** What an id may look like; printable, so that it can stand in a log, a label or a database. */
    private static final Pattern ID = Pattern.compile("[!-~]{1,256}");

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private Fields() {}

    /** Null when it is absent or nothing that can be an id. */
    static @Nullable String id(JsonNode json, String field) {
        String value = json.path(field).asText("");
        return !json.path(field).isNull() && ID.matcher(value).matches() ? value : null;
    }

    /** A text, without what a database cannot keep; null when it is absent or empty. */
    static @Nullable String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        String text = value.isValueNode() && !value.isNull() ? value.asText("") : "";
        String kept = text.indexOf('\0') < 0 ? text : text.replace("\0", "");
        return kept.isEmpty() ? null : kept;
    }

    static String textOr(JsonNode json, String field, String otherwise) {
        String text = text(json, field);
        return text == null ? otherwise : text;
    }

    static boolean flag(JsonNode json, String field, boolean otherwise) {
        return json.path(field).asBoolean(otherwise);
    }

    /** A whole number, brought between the bounds. */
    static long whole(JsonNode json, String field, long otherwise, long least, long most) {
        long value = json.path(field).asLong(otherwise);
        return Math.clamp(value, least, most);
    }

    /** What its GPU works from; null where none is told that could be one. */
    static @Nullable Long seed(JsonNode json) {
        JsonNode seed = json.path("seed");
        return seed.isIntegralNumber() && seed.canConvertToLong() && seed.longValue() >= 0 ? seed.longValue() : null;
    }

    static int count(JsonNode json, String field) {
        return (int) whole(json, field, 0, 0, Integer.MAX_VALUE);
    }

    /** Null when it is absent or no number. */
    static @Nullable Integer countOrNull(JsonNode json, String field) {
        return json.path(field).isNumber() ? count(json, field) : null;
    }

    /** Null when it is absent, no number or negative. */
    static @Nullable Double positiveOrNull(JsonNode json, String field) {
        double value = positive(json, field, -1);
        return json.path(field).isNumber() && value >= 0 ? value : null;
    }

    /** A number that is one, and not negative. */
    static double positive(JsonNode json, String field, double otherwise) {
        double value = json.path(field).asDouble(otherwise);
        return Double.isFinite(value) && value >= 0 ? value : otherwise;
    }

    static List<String> ids(JsonNode array) {
        List<String> values = new ArrayList<>();
        for (JsonNode value : array) {
            String text = value.asText("");
            if (ID.matcher(text).matches()) {
                values.add(text);
            }
        }
        return List.copyOf(values);
    }

    /** With an offset, or without one and then in UTC; null when it cannot be read, or is nowhere near our time. */
    static @Nullable Instant time(JsonNode json, String field) {
        String text = text(json, field);
        if (text == null) {
            return null;
        }
        Instant time;
        try {
            time = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException noOffset) {
            try {
                time = LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException unreadable) {
                return null;
            }
        }
        return time.isBefore(EARLIEST) || time.isAfter(LATEST) ? null : time;
    }

    /** Somebody else's words, in a length that a log can bear. */
    static String shortened(String words) {
        String kept = words.replace('\0', ' ');
        return kept.length() > MOST_WORDS ? kept.substring(0, MOST_WORDS) + "…" : kept;
    }
}
