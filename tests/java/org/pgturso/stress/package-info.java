/** Random and large workloads, and faults at every point where one can hurt; whole tables are compared afterwards. */
@NullMarked
package org.pgturso.stress;

import org.jspecify.annotations.NullMarked;
