/** How the devnet validator speaks HTTP: routing, JSON, signatures of requests, faults on demand. */
@NullMarked
package dev.rigger.devnet.validator.wire;

import org.jspecify.annotations.NullMarked;
