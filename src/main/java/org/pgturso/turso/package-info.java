/** HTTP and Hrana: the one user of okhttp. */
@NullMarked
package org.pgturso.turso;

import org.jspecify.annotations.NullMarked;
