package dev.rigger.temporal;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.api.enums.v1.IndexedValueType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the namespace must have, as it stands in {@code infra/temporal/}.
 *
 * @param searchAttributes type by name, as {@code temporal operator search-attribute create} spells it
 */
record NamespaceData(String description, int retentionDays, Map<String, String> searchAttributes) {
    /** @param name the usual name; the one that counts is in {@code TEMPORAL_NAMESPACE} */
    private record Basics(String name, String description, int retentionDays) {}

    static NamespaceData load() {
        ObjectMapper mapper = new ObjectMapper();
        Basics basics = read("/temporal/namespace.json", in -> mapper.readValue(in, Basics.class));
        Map<String, String> attributes = read(
                "/temporal/search-attributes.json",
                in -> mapper.readValue(in, new TypeReference<LinkedHashMap<String, String>>() {}));
        return new NamespaceData(basics.description(), basics.retentionDays(), attributes);
    }

    IndexedValueType typeOf(String attribute) {
        String type = searchAttributes.getOrDefault(attribute, "");
        return IndexedValueType.valueOf("INDEXED_VALUE_TYPE_"
                + type.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
    }

    private interface Reading<T> {
        T from(InputStream in) throws IOException;
    }

    private static <T> T read(String resource, Reading<T> reading) {
        try (InputStream in = NamespaceData.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the class path lacks " + resource);
            }
            return reading.from(in);
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + resource, broken);
        }
    }
}
