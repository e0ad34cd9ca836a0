/** The hard rules of placement, each by its name, and a fleet numbered so that rules and policies can look things up fast. */
@NullMarked
package dev.rigger.placement.rules;

import org.jspecify.annotations.NullMarked;
