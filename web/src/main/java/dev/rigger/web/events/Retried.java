package dev.rigger.web.events;

import io.micronaut.serde.annotation.Serdeable;

/** How many parked events will be tried again. */
@Serdeable
record Retried(int retried) {}
