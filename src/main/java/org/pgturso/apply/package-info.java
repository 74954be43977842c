/** From row changes to SQL for SQLite: target tables, net effect, statements, watermark. */
@NullMarked
package org.pgturso.apply;

import org.jspecify.annotations.NullMarked;
