package org.partitiontools.archive.store;

import java.io.IOException;
import java.io.InputStream;
import org.partitiontools.archive.StoredObject;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * An object in a bucket.
 *
 * @param client of the server
 * @param bucket where it is
 * @param key its key
 * @param bytes its size
 */
record BucketObject(S3Client client, String bucket, String key, long bytes) implements StoredObject {

    @Override
    public InputStream from(long position) {
        return new PersistentInput(this, position);
    }

    /** One answer of the server, which may break off. */
    InputStream request(long position) throws IOException {
        if (position >= bytes) {
            return InputStream.nullInputStream();
        }
        try {
            ResponseInputStream<GetObjectResponse> answer = client.getObject(request -> {
                request.bucket(bucket).key(key);
                if (position > 0) {
                    request.range("bytes=" + position + "-" + (bytes - 1));
                }
            });
            // A server that does not know ranges sends everything.
            answer.skipNBytes(answer.response().contentLength() == bytes ? position : 0);
            return answer;
        } catch (SdkException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
