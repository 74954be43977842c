/** The type table: which SQLite value stands for a Postgres value. */
@NullMarked
package org.pgturso.type;

import org.jspecify.annotations.NullMarked;
