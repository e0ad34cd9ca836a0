package dev.rigger.devnet.cluster.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Label and field selectors in the API's own syntax. */
public final class Selector {
    /** Selects everything. */
    public static final Selector ALL = new Selector(object -> true, Map.of());

    private static final Pattern SET = Pattern.compile("(\\S+)\\s+(in|notin)\\s*\\((.*)\\)");
    private static final Pattern EQUALITY = Pattern.compile("([^=!\\s]+)\\s*(!=|==|=)\\s*(.*)");
    private static final Set<String> FIELDS = Set.of(
            "metadata.name", "metadata.namespace", "spec.nodeName", "status.phase", "involvedObject.uid", "reason");

    private final Predicate<JsonNode> test;
    private final Map<String, String> labels;

    private Selector(Predicate<JsonNode> test, Map<String, String> labels) {
        this.test = test;
        this.labels = Map.copyOf(labels);
    }

    /** Both selectors of a request, either of which may be absent. */
    public static Selector of(@Nullable String labels, @Nullable String fields) {
        Predicate<JsonNode> all = object -> true;
        Map<String, String> wanted = new HashMap<>();
        for (String term : terms(labels)) {
            all = all.and(label(term));
            Matcher equality = EQUALITY.matcher(term);
            if (equality.matches()
                    && !equality.group(2).equals("!=")
                    && !equality.group(3).isEmpty()) {
                wanted.put(equality.group(1), equality.group(3));
            }
        }
        for (String term : terms(fields)) {
            all = all.and(field(term));
        }
        return new Selector(all, wanted);
    }

    public boolean matches(JsonNode object) {
        return test.test(object);
    }

    /** Labels that what matches has, with their values; there may be other terms besides. */
    Map<String, String> labels() {
        return labels;
    }

    private static List<String> terms(@Nullable String selector) {
        List<String> terms = new ArrayList<>();
        if (selector == null) {
            return terms;
        }
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= selector.length(); i++) {
            char c = i == selector.length() ? ',' : selector.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                String term = selector.substring(start, i).strip();
                if (!term.isEmpty()) {
                    terms.add(term);
                }
                start = i + 1;
            }
        }
        return terms;
    }

    private static Predicate<JsonNode> label(String term) {
        Matcher set = SET.matcher(term);
        if (set.matches()) {
            Set<String> values = Set.of(set.group(3).strip().split("\\s*,\\s*"));
            boolean in = set.group(2).equals("in");
            return object -> {
                JsonNode value = labelOf(object, set.group(1));
                return in == (value.isTextual() && values.contains(value.textValue()));
            };
        }
        Matcher equality = EQUALITY.matcher(term);
        if (equality.matches()) {
            boolean equal = !equality.group(2).equals("!=");
            return object -> equal
                    == equality.group(3)
                            .equals(labelOf(object, equality.group(1)).textValue());
        }
        return term.startsWith("!")
                ? object -> labelOf(object, term.substring(1).strip()).isMissingNode()
                : object -> !labelOf(object, term).isMissingNode();
    }

    private static JsonNode labelOf(JsonNode object, String name) {
        return object.path("metadata").path("labels").path(name);
    }

    private static Predicate<JsonNode> field(String term) {
        Matcher equality = EQUALITY.matcher(term);
        if (!equality.matches() || !FIELDS.contains(equality.group(1))) {
            throw new ApiRefusal(400, "BadRequest", "field label not supported: " + term);
        }
        String pointer = "/" + equality.group(1).replace('.', '/');
        boolean equal = !equality.group(2).equals("!=");
        return object -> equal == equality.group(3).equals(object.at(pointer).asText(""));
    }
}
