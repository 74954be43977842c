package org.pgturso.servers;

/** What can go wrong between a client and a Turso server. */
public enum Fault {
    /** The connection is closed before the request is read: nothing reached the server. */
    REFUSE,
    /** The connection is closed halfway through the request: nothing the server could execute. */
    CUT,
    /** The server executed the request; the client never hears of it. */
    LOSE_RESPONSE,
    /** The request reaches nobody and is never answered; the connection stays open. */
    HOLD,
    /** The server is not asked; the answer is HTTP 503. */
    UNAVAILABLE,
    /** The server is not asked; the answer is HTTP 401. */
    UNAUTHORIZED
}
