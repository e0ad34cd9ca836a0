/** Tests of keys, addresses, signatures and signed requests. */
@NullMarked
package dev.rigger.hotkey;

import org.jspecify.annotations.NullMarked;
