/** The worker process and its command line: carries calls, streams and schedules to the core. */
@NullMarked
package org.pgturso.worker;

import org.jspecify.annotations.NullMarked;
