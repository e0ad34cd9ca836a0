/** What auditors read: hourly reports of miners and of the platform, and exports as CSV. */
@NullMarked
package dev.rigger.devnet.validator.audit;

import org.jspecify.annotations.NullMarked;
