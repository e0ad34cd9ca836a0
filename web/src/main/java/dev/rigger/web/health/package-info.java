/** What tells people and machines how this process is, and what it can do. */
@NullMarked
package dev.rigger.web.health;

import org.jspecify.annotations.NullMarked;
