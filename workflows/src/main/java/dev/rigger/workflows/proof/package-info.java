/** What a GPU host is asked: which GPUs it has, and to prove them. */
@NullMarked
package dev.rigger.workflows.proof;

import org.jspecify.annotations.NullMarked;
