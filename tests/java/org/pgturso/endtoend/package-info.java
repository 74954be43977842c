/** The extension as its users meet it: SQL in a real Postgres, rows in a real Turso server, Java in either host. */
@NullMarked
package org.pgturso.endtoend;

import org.jspecify.annotations.NullMarked;
