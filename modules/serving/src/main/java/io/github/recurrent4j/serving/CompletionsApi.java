package io.github.recurrent4j.serving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.serving.Completion.Usage;
import io.github.recurrent4j.serving.Route.Access;
import io.github.recurrent4j.serving.Route.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** OpenAI's completions, answered by language models. */
final class CompletionsApi implements AutoCloseable {
  private final Models models;
  private final ServingOptions options;
  private final Limits limits;
  private final Measures measures;
  private final Generations generations;

  CompletionsApi(Models models, ServingOptions options, Measures measures) {
    this.models = models;
    this.options = options;
    this.limits = Limits.of(options);
    this.measures = measures;
    this.generations = new Generations(options.queueLimit());
    measures.load("lm", generations::load);
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/v1/models", Access.LIMITED, Style.OPENAI, this::list),
        new Route("GET", "/v1/models/{model}", Access.LIMITED, Style.OPENAI, this::describe),
        new Route("POST", "/v1/completions", Access.LIMITED, Style.OPENAI, this::complete));
  }

  private void list(Exchange exchange) {
    ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
    ArrayNode data = list.putArray("data");
    models.languageModels().keySet().forEach(name -> data.add(model(name)));
    exchange.answer(list);
  }

  private void describe(Exchange exchange) {
    String path = exchange.request().path();
    String name = exchange.route().part(path.substring(options.urlPrefix().length()));
    exchange.answer(model(named(name).name()));
  }

  private static JsonNode model(String name) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", name)
        .put("object", "model")
        .put("created", 0)
        .put("owned_by", "recurrent4j");
  }

  private Hosted<LanguageModel> named(String name) {
    Hosted<LanguageModel> model = models.languageModels().get(name);
    if (model == null) {
      throw new ApiException(
          404,
          "there is no such model: there are "
              + String.join(", ", models.languageModels().keySet()));
    }
    return model;
  }

  private void complete(Exchange exchange) {
    Fields fields = exchange.fields();
    Hosted<LanguageModel> model = named(fields.required("model"));
    CompletionRequest request = CompletionRequest.of(fields, options);
    measures.characters("lm", limits.require(request.prompts()));
    Head head = new Head(model.name());
    if (request.stream()) {
      stream(exchange, model, request, head);
      return;
    }
    List<List<Choice>> pieces = new ArrayList<>();
    for (int i = 0; i < request.prompts().size() * request.choices(); i++) {
      pieces.add(new ArrayList<>());
    }
    exchange.later(
        submit(model, request, piece -> pieces.get(piece.index()).add(piece)),
        usage -> {
          ObjectNode answer = head.of(pieces.stream().map(Choice::of).toList(), request);
          exchange.answer(counted(answer, usage));
        });
  }

  private void stream(
      Exchange exchange, Hosted<LanguageModel> model, CompletionRequest request, Head head) {
    exchange.later(
        submit(
            model,
            request,
            piece -> {
              String event = head.of(List.of(piece), request).toString();
              exchange.run(() -> exchange.event(event));
            }),
        usage -> {
          if (request.usage()) {
            exchange.event(counted(head.of(List.of(), request), usage).toString());
          }
          exchange.event("[DONE]");
          exchange.endEvents();
        });
  }

  private CompletableFuture<Usage> submit(
      Hosted<LanguageModel> model, CompletionRequest request, Consumer<Choice> sink) {
    return generations.submit(
        wanted -> {
          try (Hosted<LanguageModel>.Lease lease = model.lease()) {
            Usage usage = new Completion(lease.model(), request, wanted, sink).run();
            measures.tokens("lm", usage.written());
            return usage;
          }
        });
  }

  /** What all of a request's answers begin with. */
  private record Head(String id, long created, String model) {
    private Head(String model) {
      this("cmpl-" + UUID.randomUUID(), System.currentTimeMillis() / 1000, model);
    }

    private ObjectNode of(List<Choice> choices, CompletionRequest request) {
      ObjectNode answer =
          JsonNodeFactory.instance
              .objectNode()
              .put("id", id)
              .put("object", "text_completion")
              .put("created", created)
              .put("model", model);
      ArrayNode all = answer.putArray("choices");
      choices.forEach(choice -> all.add(choice.json(request.logProbabilities())));
      return answer;
    }
  }

  private static ObjectNode counted(ObjectNode answer, Usage usage) {
    answer
        .putObject("usage")
        .put("prompt_tokens", usage.prompts())
        .put("completion_tokens", usage.written())
        .put("total_tokens", usage.prompts() + usage.written());
    return answer;
  }

  @Override
  public void close() {
    generations.close();
  }
}
