package dev.rigger.web.answers;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/** The body of every refusal. */
@Serdeable
@Schema(description = "A refusal")
public record Detail(
        @Schema(description = "Three lines: what is the matter, a stable code, what to do next")
        String detail) {
    public static Detail of(String what, String code, String next) {
        return new Detail(what + "\n" + code + "\n" + next);
    }
}
