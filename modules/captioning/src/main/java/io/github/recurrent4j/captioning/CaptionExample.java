package io.github.recurrent4j.captioning;

import java.util.List;

/**
 * Something with its captions.
 *
 * @param name what messages call it, such as its file
 * @param input what is captioned
 * @param captions one for each language of the data, in their order; "" where there is none
 */
public record CaptionExample(String name, CaptionInput input, List<String> captions) {}
