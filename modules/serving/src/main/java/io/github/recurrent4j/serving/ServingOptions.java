package io.github.recurrent4j.serving;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.vectorization.settings.Setting;
import io.github.recurrent4j.vectorization.settings.Settings;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * How a server listens, and what it takes on. Limits that LibreTranslate has, too, have its names.
 */
@RecordBuilder
public record ServingOptions(
    @Setting(value = "127.0.0.1", doc = "address to listen on; 0.0.0.0: all of this machine's")
        String host,
    @Setting(value = "5000", range = "[0, 65535]", doc = "port to listen on; 0: any free one")
        int port,
    @Setting(value = "", doc = "path before all others, such as /r4j") String urlPrefix,
    @Setting(value = "false", doc = "serve the APIs without the page") boolean disableWebUi,
    @Setting(value = "*", doc = "origin whose pages may call the APIs; *: all, empty: none")
        String corsOrigin,
    @Setting(value = "", doc = "file of API keys, one a line; then every call needs one")
        String apiKeys,
    @Setting(value = "20000", range = "[-1, inf)", doc = "characters in a request; -1: no limit")
        int charLimit,
    @Setting(value = "256", range = "[-1, inf)", doc = "texts in a request; -1: no limit")
        int batchLimit,
    @Setting(value = "1048576", range = "[1024, 67108864]", doc = "bytes in a request's body")
        int bodyLimit,
    @Setting(value = "10", range = "[0, 99]", doc = "alternatives of a translation")
        int alternativesLimit,
    @Setting(value = "4096", range = "[0, inf)", doc = "tokens in a completion, of each choice")
        int maxTokens,
    @Setting(
            value = "-1",
            range = "[-1, inf)",
            doc = "requests a minute from one address or with one key; -1: no limit")
        int reqLimit,
    @Setting(value = "1024", range = "[1, inf)", doc = "connections at once") int connections,
    @Setting(
            value = "256",
            range = "[1, inf)",
            doc = "requests that wait for a model; more get 503")
        int queueLimit,
    @Setting(value = "32", range = "[1, 4096]", doc = "texts that are computed together")
        int batchSize,
    @Setting(
            value = "2",
            range = "[0, 1000]",
            doc = "milliseconds that a text waits for others while some are being computed")
        int batchWait,
    @Setting(
            value = "30",
            range = "(0, 3600]",
            doc = "seconds a request may take before it gets 503")
        double deadline,
    @Setting(value = "10", range = "(0, 3600]", doc = "seconds a request's body may take to come")
        double bodyTimeout,
    @Setting(
            value = "20",
            range = "[0, 3600]",
            doc = "seconds that requests under way have when the server is stopped")
        double stopTimeout,
    @Setting(value = "auto", doc = "source language the page begins with")
        String frontendLanguageSource,
    @Setting(value = "en", doc = "target language the page begins with")
        String frontendLanguageTarget,
    @Setting(
            value = "500",
            range = "[0, 60000]",
            doc = "milliseconds after the last key before the page translates")
        int frontendTimeout,
    @Setting(
            value = "auto",
            doc =
                "of translators' and classifiers' weights; auto is bf16 on processors that have instructions for it")
        Precision precision)
    implements ServingOptionsBuilder.With {

  /** The defaults. */
  public static ServingOptions standard() {
    return Settings.standard(ServingOptions.class);
  }
}
