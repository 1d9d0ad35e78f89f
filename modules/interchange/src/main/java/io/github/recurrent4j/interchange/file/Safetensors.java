package io.github.recurrent4j.interchange.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.recurrent4j.vectorization.BadInputException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Safetensors: eight bytes with the header's length, a header in JSON with type, shape and place of
 * each tensor, the elements, little-endian. As the format asks, tensors lie side by side without
 * gaps and fill the file.
 */
final class Safetensors {
  private static final String METADATA = "__metadata__";
  private static final int LONGEST_HEADER = 16 << 20;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Safetensors() {}

  private record Place(TensorInfo info, long from, long to) {}

  static TensorFile.Content read(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file);
    try {
      return read(channel);
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  private static TensorFile.Content read(FileChannel channel) throws IOException {
    long length =
        channel.size() < Long.BYTES
            ? -1
            : bytes(channel, 0, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > channel.size() - Long.BYTES) {
      throw unknown(null);
    }
    if (length > LONGEST_HEADER) {
      throw new BadInputException("has a header of " + length + " bytes, more than any model's");
    }
    JsonNode header = header(bytes(channel, Long.BYTES, (int) length).array());
    Map<String, String> texts = new HashMap<>();
    List<Place> places = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : header.properties()) {
      if (field.getKey().equals(METADATA)) {
        field.getValue().properties().forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
      } else {
        places.add(place(field.getKey(), field.getValue()));
      }
    }
    places.sort(Comparator.comparingLong(Place::from).thenComparingLong(Place::to));
    long data = Long.BYTES + length;
    requireWhole(places, channel.size() - data);
    List<StoredTensor> tensors = new ArrayList<>();
    for (Place place : places) {
      tensors.add(
          new StoredTensor(
              place.info,
              () ->
                  StoredTensor.dense(
                      place.info,
                      bytes(channel, data + place.from, (int) (place.to - place.from)),
                      ByteOrder.LITTLE_ENDIAN)));
    }
    return new TensorFile.Content("safetensors", tensors, texts, channel);
  }

  private static JsonNode header(byte[] bytes) throws IOException {
    try {
      JsonNode header = JSON.readTree(bytes);
      if (header != null && header.isObject() && header.size() <= TensorFile.MOST_TENSORS) {
        return header;
      }
      throw unknown(null);
    } catch (JsonProcessingException e) {
      throw unknown(e);
    }
  }

  private static BadInputException unknown(Exception cause) {
    return new BadInputException(
        "is damaged, cut off or of no known format: give a file of safetensors, PyTorch, NumPy or"
            + " Keras",
        cause);
  }

  private static Place place(String name, JsonNode tensor) {
    JsonNode offsets = tensor.path("data_offsets");
    JsonNode shape = tensor.path("shape");
    boolean good = offsets.isArray() && offsets.size() == 2 && shape.isArray();
    List<Long> sizes = new ArrayList<>();
    for (JsonNode size : shape) {
      good &= size.isIntegralNumber() && size.canConvertToLong();
      sizes.add(size.asLong());
    }
    for (JsonNode offset : offsets) {
      good &= offset.isIntegralNumber() && offset.canConvertToLong();
    }
    if (!good) {
      throw new BadInputException("says of '" + name + "' neither shape nor place: save it again");
    }
    TensorInfo info = new TensorInfo(name, type(name, tensor.path("dtype").asText()), sizes);
    long from = offsets.get(0).asLong();
    long to = offsets.get(1).asLong();
    if (from < 0 || to < from || to - from != info.bytes() || to - from > Integer.MAX_VALUE) {
      throw new BadInputException(
          "has a tensor '" + name + "' whose place does not fit its shape: save it again");
    }
    return new Place(info, from, to);
  }

  private static ElementType type(String name, String type) {
    try {
      return ElementType.valueOf(type);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          "has a tensor '" + name + "' of the type '" + type + "': save it as F32", e);
    }
  }

  private static void requireWhole(List<Place> places, long size) {
    long end = 0;
    for (Place place : places) {
      if (place.from != end) {
        throw new BadInputException(
            "has tensors that overlap or leave gaps, at '"
                + place.info.name()
                + "': save it again");
      }
      end = place.to;
    }
    if (end != size) {
      throw new BadInputException(
          "has " + size + " bytes of values, but its tensors take " + end + ": copy it again");
    }
  }

  /** Bytes of the file, in an array of their own. */
  private static ByteBuffer bytes(FileChannel channel, long from, int count) throws IOException {
    if (from + count > channel.size()) {
      throw new EOFException("the file has become shorter");
    }
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new EOFException("the file has become shorter");
      }
    }
    return bytes.flip();
  }
}
