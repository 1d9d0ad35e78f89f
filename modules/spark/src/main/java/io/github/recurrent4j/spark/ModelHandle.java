package io.github.recurrent4j.spark;

import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/**
 * What a task knows of its model; the content is fetched by the executor that has not got it yet.
 *
 * @param digest of the content
 * @param content the model file's bytes
 * @param opener makes the model
 */
record ModelHandle(String digest, Broadcast<byte[]> content, ModelOpener opener)
    implements Serializable {}
