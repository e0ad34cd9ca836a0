package dev.rigger.web.health;

import dev.rigger.web.access.Open;
import dev.rigger.web.answers.WebRole;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The description of this interface, made from its code when it is compiled. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Rigger",
                        version = "0.1",
                        description =
                                "Control plane for GPU miners. Every route but those of health wants a request signed in the"
                                        + " management form by the miner's hotkey.",
                        license = @License(name = "Apache-2.0")))
@WebRole
@Controller("/openapi.json")
@Tag(name = "health")
final class OpenApiController {
    private static final String RESOURCE = "/META-INF/swagger/rigger-openapi.json";

    private final String description = read();

    /** OpenAPI 3, as JSON. */
    @Open
    @Get
    String description() {
        return description;
    }

    private static String read() {
        try (InputStream in = OpenApiController.class.getResourceAsStream(RESOURCE)) {
            String generated = new String(Objects.requireNonNull(in, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
            // The generator drops the slash that clients have to send.
            return generated.replace("\"/servers\":", "\"/servers/\":");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
