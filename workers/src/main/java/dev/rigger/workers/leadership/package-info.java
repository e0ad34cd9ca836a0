/** What only one of several worker processes may do at a time. */
@NullMarked
package dev.rigger.workers.leadership;

import org.jspecify.annotations.NullMarked;
