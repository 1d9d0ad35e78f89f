package io.github.recurrent4j.serving;

/** Why a request is not answered as asked: a status and one line for whoever sent it. */
final class ApiException extends RuntimeException {
  static final int BAD_REQUEST = 400;
  static final int BUSY = 503;

  private final int status;
  private final int retryAfter;

  private ApiException(int status, String message, int retryAfter) {
    super(message, null, false, false);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** A request that cannot be served, now or later. */
  ApiException(int status, String message) {
    this(status, message, 0);
  }

  /** The request is wrong. */
  static ApiException bad(String message) {
    return new ApiException(BAD_REQUEST, message);
  }

  /** What LibreTranslate says where something is not there. */
  static ApiException missing(String name) {
    return bad("Invalid request: missing " + name + " parameter");
  }

  /** A field that cannot be what it is. */
  static ApiException invalid(String name, String must) {
    return bad("Invalid request: " + name + " " + must);
  }

  /** The server has too much to do, or stops: the same request may be served in a while. */
  static ApiException busy(String message) {
    return new ApiException(BUSY, message, 1);
  }

  /** Too many requests from one client. */
  static ApiException slowDown(int limit, int retryAfter) {
    return new ApiException(429, "Slowdown: " + limit + " per 1 minute", retryAfter);
  }

  int status() {
    return status;
  }

  /** Seconds after which to try again; 0 where that would not help. */
  int retryAfter() {
    return retryAfter;
  }
}
