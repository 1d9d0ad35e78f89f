package io.github.recurrent4j.interchange.file;

import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.NumpyHeader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipFile;

/** Tells a file's format by how it begins. */
final class Formats {
  private static final byte[] ZIP = {'P', 'K'};
  private static final byte[] PICKLE = {(byte) 0x80};
  private static final int LONGEST = 8;

  private Formats() {}

  static TensorFile.Content read(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(LONGEST);
    }
    if (begins(head, ZIP)) {
      return zip(file);
    }
    if (begins(head, Hdf5File.SIGNATURE)) {
      return Hdf5File.read(file);
    }
    if (begins(head, NumpyHeader.signature())) {
      return NumpyFile.single(file);
    }
    // A safetensors header of less than 256 bytes may begin with the same byte.
    if (begins(head, PICKLE) && head.length > 1 && head[1] != 0) {
      throw new BadInputException(
          "is a bare pickle, which is not read: save it with torch.save of PyTorch 1.6 or newer");
    }
    return Safetensors.read(file);
  }

  private static boolean begins(byte[] head, byte[] signature) {
    return head.length >= signature.length
        && Arrays.equals(head, 0, signature.length, signature, 0, signature.length);
  }

  private static TensorFile.Content zip(Path file) throws IOException {
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
    } catch (IOException | IllegalArgumentException e) {
      throw new BadInputException("is a damaged zip or is cut off: copy it again", e);
    }
    try {
      if (zip.size() > TensorFile.MOST_TENSORS) {
        throw new BadInputException("has too many parts (" + zip.size() + "): save it again");
      }
      if (PyTorchFile.is(zip)) {
        return PyTorchFile.read(zip);
      }
      return KerasArchive.is(zip) ? KerasArchive.read(zip) : NumpyFile.archive(zip);
    } catch (IOException | RuntimeException | Error e) {
      zip.close();
      throw e;
    }
  }
}
