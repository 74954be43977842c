package org.pgturso.worker;

import org.pgturso.error.PgTursoException;

/** An error as psql shows it. */
record Failure(PgTursoException error) {
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("ERROR:  ").append(error.getMessage());
        if (error.detail() != null) {
            text.append("\nDETAIL:  ").append(error.detail());
        }
        if (error.hint() != null) {
            text.append("\nHINT:  ").append(error.hint());
        }
        return text.toString();
    }
}
