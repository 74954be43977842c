/** Real servers for tests: Postgres, a Turso server, and a proxy that breaks the way between. */
@NullMarked
package org.pgturso.servers;

import org.jspecify.annotations.NullMarked;
