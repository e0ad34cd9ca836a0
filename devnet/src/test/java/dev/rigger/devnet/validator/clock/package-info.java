/** The devnet's time. */
@NullMarked
package dev.rigger.devnet.validator.clock;

import org.jspecify.annotations.NullMarked;
