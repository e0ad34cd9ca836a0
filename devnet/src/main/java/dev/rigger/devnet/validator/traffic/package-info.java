/** Calls of users: where they go, how they end, and what is written down of them. */
@NullMarked
package dev.rigger.devnet.validator.traffic;

import org.jspecify.annotations.NullMarked;
