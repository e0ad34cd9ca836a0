/** What validators told and nobody could be told of. */
@NullMarked
package dev.rigger.web.events;

import org.jspecify.annotations.NullMarked;
