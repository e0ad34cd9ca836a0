/** A validator's whole API as a miner uses it: every endpoint a method, every answer of the protocol a value. */
@NullMarked
package dev.rigger.activities.validator.api;

import org.jspecify.annotations.NullMarked;
