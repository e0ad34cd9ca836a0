/** What the fleet is, in PostgreSQL: records, repositories, migrations. The truth of what exists. */
@NullMarked
package dev.rigger.inventory;

import org.jspecify.annotations.NullMarked;
