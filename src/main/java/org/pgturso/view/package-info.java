/** Sync of views by difference. */
@NullMarked
package org.pgturso.view;

import org.jspecify.annotations.NullMarked;
