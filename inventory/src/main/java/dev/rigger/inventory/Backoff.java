package dev.rigger.inventory;

import java.time.Instant;

/** Not before {@code until}: table {@code backoffs}. {@code subject} is a chute or a server id. */
public record Backoff(String subject, String reason, Instant until) {}
