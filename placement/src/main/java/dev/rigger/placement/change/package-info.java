/** What could be otherwise about a fleet: single differences that can be applied to a snapshot, measured, and told. */
@NullMarked
package dev.rigger.placement.change;

import org.jspecify.annotations.NullMarked;
