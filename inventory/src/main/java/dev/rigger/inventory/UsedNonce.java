package dev.rigger.inventory;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** A nonce that may not be used again before it runs out: table {@code used_nonces}. */
@MappedEntity("used_nonces")
record UsedNonce(@Id String key, Instant until) {}
