package org.pgturso.turso;

import org.jspecify.annotations.Nullable;

/**
 * What a pipeline returned.
 *
 * @param baton the stream that the server keeps open, or null
 * @param baseUrl where the server wants further requests of that stream, or null
 */
record HranaAnswer<T>(@Nullable String baton, @Nullable String baseUrl, T result) {}
