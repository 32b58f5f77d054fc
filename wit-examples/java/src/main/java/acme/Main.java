package acme;

import radicchio.api.Component;
import radicchio.api.Options;

/** Scales a picture of one pixel with the component of the example resize. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Component component = Component.compile(Main.class.getResourceAsStream("/acme/resize.wasm"));
    try (Images images = Images.of(component, Options.builder().build())) {
      Images.Resize.Image pixel = new Images.Resize.Image(1, 1, new byte[] {10, 20, 30, -1});
      Images.Resize.Image scaled =
          images
              .resize()
              .resizeImage(pixel, 2, 3)
              .orElseThrow(error -> new IllegalStateException(error.wit()));
      System.out.println(
          scaled.width() + " x " + scaled.height() + ", " + scaled.pixels().length + " bytes");
      System.out.println(images.resize().resizeImage(pixel, 0, 3));
    }
  }
}
