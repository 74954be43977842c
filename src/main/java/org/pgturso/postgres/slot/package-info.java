/** Logical replication slots: their state, and reading them by SQL or by the replication protocol. */
@NullMarked
package org.pgturso.postgres.slot;

import org.jspecify.annotations.NullMarked;
