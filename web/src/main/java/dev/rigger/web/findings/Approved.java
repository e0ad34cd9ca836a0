package dev.rigger.web.findings;

import io.micronaut.serde.annotation.Serdeable;

/** That the next look which still shows the finding acts on it. */
@Serdeable
record Approved(String kind, String subject, boolean approved) {}
