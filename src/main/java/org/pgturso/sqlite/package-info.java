/** The target's words: values, column types, identifiers. */
@NullMarked
package org.pgturso.sqlite;

import org.jspecify.annotations.NullMarked;
