/** The devnet validator's HTTP routes, one class per prefix, and the shapes of their answers. */
@NullMarked
package dev.rigger.devnet.validator.routes;

import org.jspecify.annotations.NullMarked;
