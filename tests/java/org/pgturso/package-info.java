/** What holds for the project as a whole. */
@NullMarked
package org.pgturso;

import org.jspecify.annotations.NullMarked;
