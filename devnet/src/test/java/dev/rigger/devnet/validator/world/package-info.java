/** The world behind the devnet, a day in a few seconds. */
@NullMarked
package dev.rigger.devnet.validator.world;

import org.jspecify.annotations.NullMarked;
