/** How the devnet validator finds out whether announced GPUs are what they are said to be. */
@NullMarked
package dev.rigger.devnet.validator.verification;

import org.jspecify.annotations.NullMarked;
