/** Secrets at rest: authenticated encryption under a ring of keys that can be rotated. */
@NullMarked
package dev.rigger.hotkey.secrets;

import org.jspecify.annotations.NullMarked;
