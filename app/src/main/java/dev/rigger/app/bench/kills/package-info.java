/** A fleet at work whose control plane is killed again and again, and what must be right in the end. */
@NullMarked
package dev.rigger.app.bench.kills;

import org.jspecify.annotations.NullMarked;
