/** One answer a key, however often a write is sent. */
@NullMarked
package dev.rigger.web.idempotency;

import org.jspecify.annotations.NullMarked;
