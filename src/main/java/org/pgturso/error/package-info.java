/** One exception with a kind; each kind knows its SQLSTATE and whether a retry can help. */
@NullMarked
package org.pgturso.error;

import org.jspecify.annotations.NullMarked;
