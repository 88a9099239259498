package org.partitiontools.archive.store;

import java.io.ByteArrayInputStream;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** An object that is sent in parts, and appears as a whole or not at all. */
public final class MultipartUpload {

    private final S3Client client;
    private final String bucket;
    private final String key;
    private String uploadId;

    /** One that is not begun yet. */
    MultipartUpload(S3Client client, String bucket, String key) {
        this(client, bucket, key, null);
    }

    /** One that was begun before. */
    MultipartUpload(S3Client client, String bucket, String key, String uploadId) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
        this.uploadId = uploadId;
    }

    public String key() {
        return key;
    }

    boolean isBegun() {
        return uploadId != null;
    }

    void begin() {
        uploadId = client.createMultipartUpload(request -> request.bucket(bucket).key(key)).uploadId();
    }

    /** Sends a part; called by several threads. */
    CompletedPart send(int number, byte[] bytes, int length) {
        RequestBody body = RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(bytes, 0, length), length, "application/octet-stream");
        String tag = client.uploadPart(
                request -> request.bucket(bucket).key(key).uploadId(uploadId).partNumber(number), body).eTag();
        return CompletedPart.builder().partNumber(number).eTag(tag).build();
    }

    /** Makes the object of its parts. */
    void complete(List<CompletedPart> parts) {
        client.completeMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(uploadId)
                .multipartUpload(upload -> upload.parts(parts)));
    }

    /** Makes the object of one piece that is smaller than a part. */
    void put(byte[] bytes, int length) {
        client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(bytes, 0, length), length, "application/octet-stream"));
    }

    /** Throws the parts away. */
    public void abort() {
        client.abortMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(uploadId));
        uploadId = null;
    }
}
