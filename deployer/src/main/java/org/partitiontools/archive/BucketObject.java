package org.partitiontools.archive;

import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

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
            return client.getObject(request -> {
                request.bucket(bucket).key(key);
                if (position > 0) {
                    request.range("bytes=" + position + "-");
                }
            });
        } catch (SdkException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
