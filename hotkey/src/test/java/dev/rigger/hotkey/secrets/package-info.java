/** Tests of secrets at rest. */
@NullMarked
package dev.rigger.hotkey.secrets;

import org.jspecify.annotations.NullMarked;
