/** What whoever rehearses can make happen, over HTTP, in scenarios and in tests alike. */
@NullMarked
package dev.rigger.devnet.validator.operator;

import org.jspecify.annotations.NullMarked;
