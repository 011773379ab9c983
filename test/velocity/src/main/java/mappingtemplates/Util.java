package mappingtemplates;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** {@code $util}, as far as templates of the library use it. Public, because Velocity calls public classes only. */
public final class Util {
  private final UnaryOperator<String> escape;

  Util(UnaryOperator<String> escape) {
    this.escape = escape;
  }

  public String escapeJavaScript(String text) {
    return escape.apply(text);
  }

  public String urlEncode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
