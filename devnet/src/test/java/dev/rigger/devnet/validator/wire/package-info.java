@NullMarked
package dev.rigger.devnet.validator.wire;

import org.jspecify.annotations.NullMarked;
