package io.github.recurrent4j.captioning;

import java.util.Random;

/**
 * Changes pictures at random, each time otherwise, as a drawing of another hand would differ:
 * moves, turns, scales, slants and warps them, tints them, and changes their strokes ({@link
 * StrokeNoise}); never mirrors them, since left and right have names.
 *
 * @param strength 0: not at all; 1: moved by up to a twelfth of the side, turned by up to 10
 *     degrees, scaled and made broader by up to 14 %, slanted by up to 12 %, warped by up to 4.5 %
 *     of the side, and all of the tint
 * @param tint part of red, green and blue by which each is changed, at most
 */
record PictureNoise(double strength, double tint) {
  private static final double MOVED = 0.08;
  private static final double TURNED = Math.toRadians(10);
  private static final double SCALED = 0.14;
  private static final double SLANTED = 0.12;
  private static final double COLOURED_GROUND = 0.3;

  /** The picture with some noise, as the network reads it. */
  Grid grid(Picture picture, CaptionShape shape, Random random) {
    if (strength == 0) {
      return picture.grid(shape);
    }
    float[] ground = {1, 1, 1};
    if (random.nextDouble() < COLOURED_GROUND * Math.min(1, strength)) {
      for (int c = 0; c < ground.length; c++) {
        ground[c] = random.nextFloat();
      }
    }
    Picture moved = moved(picture, random);
    float[] seen = moved.seen(ground);
    new StrokeNoise(Math.min(1, strength), moved.side(), random).change(seen);
    return moved.grid(shape, seen);
  }

  private double within(double most, Random random) {
    return strength * most * (2 * random.nextDouble() - 1);
  }

  private Picture moved(Picture picture, Random random) {
    int side = picture.side();
    double angle = within(TURNED, random);
    double wide = Math.exp(within(SCALED, random));
    double high = wide * Math.exp(within(SCALED, random));
    double slant = within(SLANTED, random);
    double centre = (side - 1) / 2.0;
    double right = within(MOVED, random) * side;
    double down = within(MOVED, random) * side;
    Warp warp = new Warp(side, strength, random);
    float[] gains = new float[Picture.CHANNELS];
    for (int c = 0; c < gains.length; c++) {
      gains[c] = c == Picture.CHANNELS - 1 ? 1 : (float) (1 + within(tint, random));
    }
    float[] to = new float[picture.colours().length];
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        double dx = x - centre - right;
        double dy = y - centre - down;
        double fromX = centre + (cos * dx + (sin + slant) * dy) * wide + warp.right(x, y);
        double fromY = centre + (cos * dy - sin * dx) * high + warp.down(x, y);
        sample(picture, fromX, fromY, gains, to, (y * side + x) * Picture.CHANNELS);
      }
    }
    return new Picture(side, to);
  }

  /** The colour between four pixels; beyond the border all is transparent. */
  private static void sample(
      Picture picture, double x, double y, float[] gains, float[] to, int at) {
    int side = picture.side();
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    for (int corner = 0; corner < 4; corner++) {
      int px = left + corner % 2;
      int py = top + corner / 2;
      if (px >= 0 && py >= 0 && px < side && py < side) {
        float part = (float) ((1 - Math.abs(x - px)) * (1 - Math.abs(y - py)));
        int from = (py * side + px) * Picture.CHANNELS;
        for (int c = 0; c < Picture.CHANNELS; c++) {
          to[at + c] += part * picture.colours()[from + c];
        }
      }
    }
    float opacity = to[at + Picture.CHANNELS - 1];
    for (int c = 0; c + 1 < Picture.CHANNELS; c++) {
      // Premultiplied: no colour is stronger than its opacity.
      to[at + c] = Math.min(opacity, to[at + c] * gains[c]);
    }
  }
}
