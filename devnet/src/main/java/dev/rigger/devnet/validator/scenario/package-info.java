/** A day in the devnet as a file: what operators would do and what goes wrong, each at its time. */
@NullMarked
package dev.rigger.devnet.validator.scenario;

import org.jspecify.annotations.NullMarked;
