/** What this process asks of workflows, each within a time that a caller is ready to wait. */
@NullMarked
package dev.rigger.web.temporal;

import org.jspecify.annotations.NullMarked;
