package io.github.recurrent4j.serving;

import java.util.LinkedHashMap;
import java.util.Map;

/** Requests a minute of each client: a bucket that fills as time passes. Of one thread. */
final class RateLimit {
  private static final int MOST_CLIENTS = 10_000;
  private static final double MINUTE = 60e9;

  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MOST_CLIENTS;
        }
      };

  private static final class Bucket {
    private double left;
    private long at;
  }

  /**
   * Takes one request.
   *
   * @param client an address or a key
   * @param limit requests a minute; -1: any number
   * @param now {@link System#nanoTime}
   * @throws ApiException if the client has none left
   */
  void take(String client, int limit, long now) {
    if (limit < 0) {
      return;
    }
    Bucket bucket = buckets.computeIfAbsent(client, c -> full(limit, now));
    bucket.left = Math.min(limit, bucket.left + (now - bucket.at) / MINUTE * limit);
    bucket.at = now;
    if (bucket.left < 1) {
      double seconds = limit == 0 ? 60 : (1 - bucket.left) * 60 / limit;
      throw ApiException.slowDown(limit, (int) Math.ceil(seconds));
    }
    bucket.left--;
  }

  private static Bucket full(int limit, long now) {
    Bucket bucket = new Bucket();
    bucket.left = limit;
    bucket.at = now;
    return bucket;
  }
}
