package org.partitiontools.archive.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.partitiontools.archive.ArchiveErrors;
import org.partitiontools.database.ReportedException;
import org.partitiontools.database.SqlError;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Turns what can go wrong on the way to an object store and back into errors with an SQLSTATE, see doc/errors.md. */
public final class StoreErrors {

    private static final String STORE_REFUSED = "PP074";

    private StoreErrors() {
    }

    /** Whatever was thrown, as an error that names the store. */
    public static SQLException of(Throwable thrown, S3Server server, String bucket) {
        if (thrown instanceof ExecutionException || thrown instanceof CompletionException) {
            return of(thrown.getCause(), server, bucket);
        }
        if (thrown instanceof SQLException sql) {
            return sql;
        }
        if (thrown instanceof CancellationException || thrown instanceof InterruptedException) {
            return ArchiveErrors.cancelled();
        }
        if (thrown instanceof IOException && thrown.getCause() instanceof SQLException sql) {
            return sql;
        }
        if (thrown instanceof SdkException || thrown instanceof IOException) {
            return refused(thrown, server, bucket);
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return new ReportedException(SqlError.unexpected(thrown), thrown);
    }

    private static ReportedException refused(Throwable thrown, S3Server server, String bucket) {
        String message = "bucket \"" + bucket + "\" of S3 server \"" + server.name() + "\" (" + server.address() + ") cannot be used";
        return new ReportedException(new SqlError(STORE_REFUSED, message, detail(thrown), hint(thrown)), thrown);
    }

    private static String detail(Throwable thrown) {
        if (thrown instanceof S3Exception s3 && s3.awsErrorDetails() != null) {
            return s3.awsErrorDetails().errorCode() + ": " + s3.awsErrorDetails().errorMessage() + " (HTTP status " + s3.statusCode() + ")";
        }
        if (lacksCredentials(thrown)) {
            // The message would list whatever was tried.
            return "No credentials were found.";
        }
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause == thrown ? thrown.getMessage() : firstLine(thrown) + ": " + firstLine(cause);
    }

    private static boolean lacksCredentials(Throwable thrown) {
        return thrown instanceof SdkClientException && String.valueOf(thrown.getMessage()).startsWith("Unable to load credentials");
    }

    private static String firstLine(Throwable thrown) {
        String text = thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
        return text.lines().findFirst().orElse(text);
    }

    private static String hint(Throwable thrown) {
        if (thrown instanceof S3Exception s3) {
            return hint(s3);
        }
        if (lacksCredentials(thrown)) {
            return "Credentials come from the default chain of AWS: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, ~/.aws, a role of the pod or the machine.";
        }
        return "See whether the endpoint in partition_tools.s3_server is right and can be reached from here, then start the job again.";
    }

    private static String hint(S3Exception s3) {
        String code = s3.awsErrorDetails() == null ? "" : String.valueOf(s3.awsErrorDetails().errorCode());
        return switch (code) {
            case "NoSuchBucket" -> "Create it, for example with partition-tools deploy --create-buckets.";
            case "InvalidAccessKeyId", "SignatureDoesNotMatch", "AccessDenied", "ExpiredToken", "InvalidToken" ->
                "See which credentials the default chain of AWS finds here, and what they may do in this bucket.";
            default -> s3.statusCode() == 403
                    ? "See which credentials the default chain of AWS finds here, and what they may do in this bucket."
                    : "Start the job again; the server did not say more.";
        };
    }
}
