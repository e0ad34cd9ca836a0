package dev.rigger.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.http.HttpMethod;
import io.micronaut.web.router.Router;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private final RunningWeb web = RunningWeb.get();

    @Test
    void theDescriptionHasEveryRouteAndNoOther() {
        JsonNode description =
                Json.of(web.signed().send("GET", "/openapi.json", Map.of(), "").body());
        Set<String> described = new TreeSet<>();
        description
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        Set<String> routed = web.context
                .getBean(Router.class)
                .uriRoutes()
                .filter(route -> route.getHttpMethod() != HttpMethod.HEAD)
                .map(route -> route.getHttpMethodName() + " "
                        + withItsSlash(route.getUriMatchTemplate().toString()))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(described).isEqualTo(routed).hasSizeGreaterThan(12);
        assertThat(described).contains("GET /servers/", "POST /servers/");
    }

    /** The router forgets it, as it answers with and without; a redirect comes before it. */
    private static String withItsSlash(String template) {
        return template.equals("/servers") ? "/servers/" : template;
    }

    @Test
    void fieldsAreNamedAsOnTheWire() {
        JsonNode schemas = Json.of(
                        web.signed().send("GET", "/openapi.json", Map.of(), "").body())
                .get("components")
                .get("schemas");

        assertThat(schemas.get("AddServer").get("properties").has("gpu_short_ref"))
                .isTrue();
        assertThat(schemas.get("ServerView").get("properties").has("memory_per_gpu"))
                .isTrue();
    }
}
