package dev.rigger.devnet.validator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What JSON must look like, itself written as JSON: an object names its fields, an array of one shape is a list of such, a
 * text is a type. A type with {@code ?} may be null; a field with {@code ?} may be absent; the field {@code *} stands for
 * any number of fields of that shape. Nothing else may be there.
 */
final class Shape {
    private Shape() {}

    /** Everything in which the value differs, each with its place. */
    static List<String> problems(JsonNode shape, JsonNode value) {
        List<String> problems = new ArrayList<>();
        compare(shape, value, "$", problems);
        return problems;
    }

    private static void compare(JsonNode shape, JsonNode value, String at, List<String> problems) {
        if (shape.isTextual()) {
            if (!isOf(shape.asText(), value)) {
                problems.add(at + " is " + brief(value) + ", not " + shape.asText());
            }
        } else if (shape.isArray()) {
            if (!value.isArray()) {
                problems.add(at + " is " + brief(value) + ", not a list");
            }
            for (int i = 0; i < value.size(); i++) {
                compare(shape.path(0), value.path(i), at + "[" + i + "]", problems);
            }
        } else if (!value.isObject()) {
            problems.add(at + " is " + brief(value) + ", not an object");
        } else {
            compareFields(shape, value, at, problems);
        }
    }

    private static void compareFields(JsonNode shape, JsonNode value, String at, List<String> problems) {
        TreeSet<String> left = new TreeSet<>();
        value.fieldNames().forEachRemaining(left::add);
        shape.properties().forEach(field -> {
            boolean optional = field.getKey().endsWith("?");
            String name = optional ? field.getKey().substring(0, field.getKey().length() - 1) : field.getKey();
            if (name.equals("*")) {
                left.forEach(any -> compare(field.getValue(), value.path(any), at + "." + any, problems));
                left.clear();
            } else if (left.remove(name)) {
                compare(field.getValue(), value.path(name), at + "." + name, problems);
            } else if (!optional) {
                problems.add(at + " lacks " + name);
            }
        });
        left.forEach(extra -> problems.add(at + " has " + extra + " besides"));
    }

    private static boolean isOf(String type, JsonNode value) {
        if (type.endsWith("?")) {
            return value.isNull() || isOf(type.substring(0, type.length() - 1), value);
        }
        return switch (type) {
            case "any" -> true;
            case "null" -> value.isNull();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "time" -> value.isTextual() && isTime(value.asText());
            case "uuid" -> value.isTextual() && value.asText().matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
            case "hex32" -> value.isTextual() && value.asText().matches("[0-9a-f]{32}");
            case "hex64" -> value.isTextual() && value.asText().matches("[0-9a-f]{64}");
            case "hotkey" -> value.isTextual() && value.asText().matches("5[1-9A-HJ-NP-Za-km-z]{46,48}");
            case "url" -> value.isTextual() && value.asText().startsWith("http");
            default -> throw new AssertionError("No such type in a shape: " + type);
        };
    }

    private static boolean isTime(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static String brief(JsonNode value) {
        String text = value.toString();
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
