/** The devnet validator's rules, from inside: its invariants broken on purpose, and what its data says. */
@NullMarked
package dev.rigger.devnet.validator.platform;

import org.jspecify.annotations.NullMarked;
