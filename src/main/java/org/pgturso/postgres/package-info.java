/** The source's words: LSN, relation, replica identity, and talking SQL to it. */
@NullMarked
package org.pgturso.postgres;

import org.jspecify.annotations.NullMarked;
