/** Host pljava: entry points in the backend, and how its one thread waits. Thin. */
@NullMarked
package org.pgturso.pljava;

import org.jspecify.annotations.NullMarked;
