/** The devnet validator's Socket.IO server for miners. */
@NullMarked
package dev.rigger.devnet.validator.socket;

import org.jspecify.annotations.NullMarked;
