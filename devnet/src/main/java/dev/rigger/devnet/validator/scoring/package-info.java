/** What miners earned, by the rules of the profile, and the figures they are shown of it. */
@NullMarked
package dev.rigger.devnet.validator.scoring;

import org.jspecify.annotations.NullMarked;
