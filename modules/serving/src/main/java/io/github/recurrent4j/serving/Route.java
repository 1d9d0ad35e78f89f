package io.github.recurrent4j.serving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What is done with requests for a path.
 *
 * @param method GET or POST
 * @param path as it is documented; a last part in braces stands for any text without a slash
 * @param access who may call it, and when
 * @param style in what shape its clients expect errors
 * @param handler answers, or has somebody answer later
 */
record Route(String method, String path, Access access, Style style, Handler handler) {

  /** Answers a request. */
  interface Handler {
    void handle(Exchange exchange);
  }

  /** Who may call a path. */
  enum Access {
    /** Anybody at any time. */
    OPEN,
    /** With a key where there are keys, within limits, while the server is ready. */
    LIMITED,
    /** From this machine only. */
    LOCAL
  }

  /** Shapes of errors. */
  enum Style {
    /** LibreTranslate's and Hugging Face's: {@code {"error": "…"}}. */
    PLAIN,
    /** OpenAI's: {@code {"error": {"message": "…", "type": "…", "param": null, "code": null}}}. */
    OPENAI;

    JsonNode error(int status, String message) {
      ObjectNode error = JsonNodeFactory.instance.objectNode();
      if (this == PLAIN) {
        return error.put("error", message);
      }
      error
          .putObject("error")
          .put("message", message)
          .put("type", status < 500 ? "invalid_request_error" : "server_error")
          .putNull("param")
          .putNull("code");
      return error;
    }
  }

  /** Whether requests for a path come here. */
  boolean matches(String asked) {
    int brace = path.indexOf('{');
    if (brace < 0) {
      return path.equals(asked);
    }
    return asked.length() > brace
        && asked.startsWith(path.substring(0, brace))
        && asked.indexOf('/', brace) < 0;
  }

  /** What stands in the place of the part in braces. */
  String part(String asked) {
    return asked.substring(path.indexOf('{'));
  }
}
