/**
 * Messages of the output plugins pgoutput, wal2json and test_decoding become {@link org.pgturso.change.Change}s, the
 * same whichever plugin it was. Bytes in, changes out: no I/O.
 */
@NullMarked
package org.pgturso.postgres.decode;

import org.jspecify.annotations.NullMarked;
