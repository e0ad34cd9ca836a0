/** The devnet validator, asked over real sockets. */
@NullMarked
package dev.rigger.devnet.validator;

import org.jspecify.annotations.NullMarked;
