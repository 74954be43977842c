/** Settings: what can be set, within which bounds. */
@NullMarked
package org.pgturso.config;

import org.jspecify.annotations.NullMarked;
