package io.github.recurrent4j.translation.text;

import java.util.Set;

/**
 * What a full stop means in a language.
 *
 * @param open abbreviations behind which a name, a number or a further part follows: never an end
 * @param either abbreviations that end a sentence only if the beginning of another follows
 * @param beginnings words that begin sentences and rarely stand inside names
 */
record FullStops(Set<String> open, Set<String> either, Set<String> beginnings) {
  private static final FullStops SPANISH =
      new FullStops(
          words(
              "sr sra srta sres sras srs dr dra dres dras prof profa lic ing arq gral cap"
                  + " cnel tte sgto pbro fr mons excmo excma ilmo ilma d dña dª ud uds vd vds av"
                  + " avda ctra pza n nº núm num nro no art arts pág págs pag pp p vol vols tel"
                  + " tfno tfn fig figs eds cf cfr ej vs aprox apdo ee ss cc sto sta st mr mrs ms"
                  + " messrs rev lt sgt capt hon pres gov mt ft nos op cit ibíd eg ie viz depto"
                  + " dpto dto izq dcha urb bco máx mín vda hno hnos ph"),
          Set.of(),
          words(
              "el la los las un una en no se es y pero su sus este esta esto si por para"
                  + " con como cuando al a lo también además según sin ella él ellos yo nos the it"
                  + " he she they we this that these in on at but and if when there i you his her"
                  + " its for as hay son fue desde hasta entre tras durante todos todo aunque"
                  + " mientras"));
  private static final FullStops ENGLISH =
      new FullStops(
          words(
              "mr mrs ms messrs dr drs prof rev hon st mt ft lt sgt capt col gen cmdr gov"
                  + " pres sen rep vs viz cf eg ie no nos fig figs vol vols ch sec pp p approx est"
                  + " dept jan feb mar apr aug sept sep oct nov dec tel ext op cit ph"),
          words("inc ltd co corp jr sr ave blvd rd bros etc"),
          words(
              "no a the it he she they we this that these in on at but and if when there i"
                  + " you his her its for as my your our their an one some many most all what who"
                  + " why how where which is are was were do does did can could will would should"
                  + " please thank thanks yes not now then so because while since after before"
                  + " with from by to of or here let don't it's that's i'm"));

  /** Those of a language; Spanish texts have some English ones, too. */
  static FullStops of(Language language) {
    return language == Language.ENGLISH ? ENGLISH : SPANISH;
  }

  private static Set<String> words(String list) {
    return Set.of(list.split(" "));
  }
}
