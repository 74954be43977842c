package org.pgturso.worker;

/** Starts the worker. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {}
}
