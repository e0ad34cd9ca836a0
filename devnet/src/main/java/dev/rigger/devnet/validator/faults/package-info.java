/** Misbehaviour on demand: which faults there are, which stand now, and what they do to answers and to the socket. */
@NullMarked
package dev.rigger.devnet.validator.faults;

import org.jspecify.annotations.NullMarked;
