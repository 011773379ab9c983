package mappingtemplates;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;

/** {@code $input}. Public, because Velocity calls public classes only. */
public final class Input {
  private final JsonLibrary library;
  private final String body;
  private final Configuration configuration;
  private Object document;
  private boolean parsed;

  Input(JsonLibrary library, String body) {
    this.library = library;
    this.body = body.isEmpty() ? "{}" : body;
    this.configuration = Configuration.builder().jsonProvider(library.provider()).build();
  }

  /** The text as it came. */
  public String getBody() {
    return body;
  }

  /** What a path finds, serialized anew; two quotes where it finds nothing. */
  public String json(String path) {
    try {
      return library.write(find(path));
    } catch (PathNotFoundException nothing) {
      return "\"\"";
    }
  }

  /** What a path finds, or null. */
  public Object path(String path) {
    try {
      return find(path);
    } catch (PathNotFoundException nothing) {
      return null;
    }
  }

  private Object find(String path) {
    Object root = document();
    if (path.equals("$")) {
      return root;
    }
    if (root == null) {
      throw new PathNotFoundException(path);
    }
    return JsonPath.compile(path).<Object>read(root, configuration);
  }

  private Object document() {
    if (!parsed) {
      document = parse();
      parsed = true;
    }
    return document;
  }

  /** A text that does not begin like JSON is a string. */
  private Object parse() {
    try {
      return library.provider().parse(body);
    } catch (RuntimeException notJson) {
      String text = body.strip();
      if (!text.isEmpty() && "{[\"".indexOf(text.charAt(0)) >= 0) {
        throw notJson;
      }
      return text;
    }
  }
}
