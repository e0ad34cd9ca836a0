/** How decisions are written down: snapshots and plans as JSON, and the rules of scoring as dated data. */
@NullMarked
package dev.rigger.placement.stored;

import org.jspecify.annotations.NullMarked;
