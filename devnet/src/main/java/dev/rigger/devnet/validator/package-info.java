/** A validator for the desk: HTTP and Socket.IO as the platform speaks them, and misbehaviour on demand. */
@NullMarked
package dev.rigger.devnet.validator;

import org.jspecify.annotations.NullMarked;
