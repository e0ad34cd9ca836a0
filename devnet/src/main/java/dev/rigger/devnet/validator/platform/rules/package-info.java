/** What differs between the known versions of the protocol, as dated data. */
@NullMarked
package dev.rigger.devnet.validator.platform.rules;

import org.jspecify.annotations.NullMarked;
