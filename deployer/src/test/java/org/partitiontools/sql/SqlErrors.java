package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** The errors that the bundle raises: with a code of its own, and with a remedy where a person can do something. */
public final class SqlErrors {

    private SqlErrors() {
    }

    /** The error of a call that must fail with a SQLSTATE. */
    public static ServerErrorMessage raised(String sqlState, ThrowingCallable call) {
        ServerErrorMessage error = raised(call);
        assertThat(error.getSQLState()).as("%s", error).isEqualTo(sqlState);
        return error;
    }

    /** The error of a call that must fail. */
    public static ServerErrorMessage raised(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).as("must fail").isInstanceOf(PSQLException.class);
        return ((PSQLException) thrown).getServerErrorMessage();
    }
}
