/** What an operator may set: one validated record a concern, read once from the environment, defaults in one place. */
@NullMarked
package dev.rigger.settings;

import org.jspecify.annotations.NullMarked;
