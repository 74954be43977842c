/** First copy of a table. */
@NullMarked
package org.pgturso.snapshot;

import org.jspecify.annotations.NullMarked;
