package dev.rigger.web.pins;

import io.micronaut.serde.annotation.Serdeable;

/** Answer to the end of a pin: whether there was one. */
@Serdeable
record Unpinned(boolean unpinned) {}
