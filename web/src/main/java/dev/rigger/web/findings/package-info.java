/** Differences between what Rigger believes and what was seen, and those of them that wait for an operator. */
@NullMarked
package dev.rigger.web.findings;

import org.jspecify.annotations.NullMarked;
