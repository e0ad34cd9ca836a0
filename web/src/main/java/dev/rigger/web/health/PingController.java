package dev.rigger.web.health;

import dev.rigger.web.access.Open;
import dev.rigger.web.answers.WebRole;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Whether this process answers at all. */
@WebRole
@Controller("/ping")
@Tag(name = "health")
final class PingController {
    @Serdeable
    record Pong(String message) {}

    /** Answers without asking anybody else. */
    @Open
    @Get
    Pong ping() {
        return new Pong("pong");
    }
}
