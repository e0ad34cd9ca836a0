/** Answers that are refusals: one status, one code, and what to do next. */
@NullMarked
package dev.rigger.web.answers;

import org.jspecify.annotations.NullMarked;
