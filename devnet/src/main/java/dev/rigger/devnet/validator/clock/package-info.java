/** The devnet's time: real, accelerated or advanced by hand. */
@NullMarked
package dev.rigger.devnet.validator.clock;

import org.jspecify.annotations.NullMarked;
