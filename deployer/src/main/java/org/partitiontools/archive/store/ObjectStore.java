package org.partitiontools.archive.store;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.partitiontools.archive.StoredObject;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** One bucket of one S3 server. Credentials come from the default chain of AWS and from nowhere else. */
public final class ObjectStore implements AutoCloseable {

    /** How long a server may say nothing. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 5;
    private static final int CONNECTIONS = 256;
    private static final int MEGABYTE = 1024 * 1024;
    /** In megabytes: it is held in memory, twice. */
    private static final int LARGEST_PART = 1024;
    private static final int NOT_FOUND = 404;
    private static final int NOT_IMPLEMENTED = 501;

    private final S3Client client;
    private final S3Server server;
    private final String bucket;

    private ObjectStore(S3Client client, S3Server server, String bucket) {
        this.client = client;
        this.server = server;
        this.bucket = bucket;
    }

    /**
     * @param patience how long the server may say nothing
     */
    public static ObjectStore open(S3Server server, String bucket, Duration patience) {
        boolean strict = server.checksums().equals("when_supported");
        var builder = S3Client.builder()
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(CONNECTIONS)
                        .connectionTimeout(CONNECT_PATIENCE)
                        .socketTimeout(patience))
                .credentialsProvider(DefaultCredentialsProvider.builder().build())
                .region(region(server))
                .forcePathStyle(server.pathStyle())
                // Servers other than AWS stored the frames of chunks, or their checksums, as data.
                .serviceConfiguration(S3Configuration.builder().chunkedEncodingEnabled(server.chunkedEncoding()).build())
                .requestChecksumCalculation(
                        strict ? RequestChecksumCalculation.WHEN_SUPPORTED : RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(
                        strict ? ResponseChecksumValidation.WHEN_SUPPORTED : ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(override -> override.retryStrategy(retry -> retry.maxAttempts(ATTEMPTS)));
        if (server.endpoint() != null) {
            builder.endpointOverride(URI.create(server.endpoint()));
        }
        return new ObjectStore(builder.build(), server, bucket);
    }

    private static Region region(S3Server server) {
        if (server.region() != null) {
            return Region.of(server.region());
        }
        // Servers other than AWS have no regions, but requests are signed for one.
        return server.endpoint() == null ? DefaultAwsRegionProviderChain.builder().build().getRegion() : Region.US_EAST_1;
    }

    /** Fails early where nothing can be written later. */
    public void requireBucket() {
        client.headBucket(request -> request.bucket(bucket));
    }

    /**
     * Creates the bucket where there is none.
     *
     * @return whether there was none
     */
    public boolean createBucket() {
        try {
            requireBucket();
            return false;
        } catch (NoSuchBucketException e) {
            return create();
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return create();
            }
            throw e;
        }
    }

    private boolean create() {
        try {
            client.createBucket(request -> request.bucket(bucket));
            return true;
        } catch (BucketAlreadyOwnedByYouException e) {
            return false;
        }
    }

    /** Writes a small object. */
    public void put(String key, byte[] bytes) {
        client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
    }

    /** Reads a small object. */
    public byte[] get(String key) {
        return client.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asByteArray();
    }

    /** An object that exists, to be read. */
    public StoredObject object(String key) {
        long bytes = client.headObject(request -> request.bucket(bucket).key(key)).contentLength();
        return new BucketObject(client, bucket, key, bytes);
    }

    /**
     * Begins a large object, which appears when the stream is closed.
     *
     * @param uploads sends the parts
     */
    public PartOutput output(String key, Executor uploads) {
        return new PartOutput(new MultipartUpload(client, bucket, key), Math.min(server.partSizeMb(), LARGEST_PART) * MEGABYTE, uploads);
    }

    /** The keys that begin with a text, in order. */
    public List<String> keys(String prefix) {
        return client.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    /** One at a time: the checksums of the request for several are not the same on all servers. */
    public void delete(String key) {
        client.deleteObject(request -> request.bucket(bucket).key(key));
    }

    /** Uploads that were never completed, of the keys that begin with a text; none where the server cannot list them. */
    public Stream<MultipartUpload> unfinished(String prefix) {
        // MinIO takes a prefix for a whole key, and finds nothing; without one it lists everything.
        String asked = server.endpoint() == null ? prefix : null;
        try {
            return client.listMultipartUploadsPaginator(request -> request.bucket(bucket).prefix(asked)).uploads().stream()
                    .filter(upload -> upload.key().startsWith(prefix))
                    .map(upload -> new MultipartUpload(client, bucket, upload.key(), upload.uploadId()));
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_IMPLEMENTED) {
                return Stream.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
