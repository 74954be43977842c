/** The registry, and what a call does: rounds that copy, drain and sync. */
@NullMarked
package org.pgturso.replication;

import org.jspecify.annotations.NullMarked;
