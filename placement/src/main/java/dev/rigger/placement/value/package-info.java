/** What a copy is expected to earn on a server, what a running one is worth keeping, and what a free GPU is worth. */
@NullMarked
package dev.rigger.placement.value;

import org.jspecify.annotations.NullMarked;
