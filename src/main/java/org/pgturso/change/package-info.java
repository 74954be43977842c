/** What happened in Postgres: transactions, changes, rows, cells. No I/O, no JDBC. */
@NullMarked
package org.pgturso.change;

import org.jspecify.annotations.NullMarked;
