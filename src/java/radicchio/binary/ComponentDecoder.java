package radicchio.binary;

import java.util.ArrayList;
import java.util.List;
import radicchio.component.Bytes;
import radicchio.component.Component;
import radicchio.component.Component.ComponentDef;
import radicchio.component.CustomSection;
import radicchio.component.Definition;
import radicchio.component.Definition.CoreModuleDef;

/** Decodes a component: its preamble and its sections ("Component Definitions"). */
final class ComponentDecoder {
  private static final int[] PREAMBLE = {0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00};

  private final List<Definition> definitions = new ArrayList<>();
  private final List<CustomSection> customSections = new ArrayList<>();

  private ComponentDecoder() {}

  /** Decodes all of the bytes. */
  static Component component(Bytes whole, Reader r) {
    for (int b : PREAMBLE) {
      r.expect(b, "the preamble of a component");
    }
    ComponentDecoder decoder = new ComponentDecoder();
    while (!r.atEnd()) {
      decoder.section(r);
    }
    return new Component(whole, decoder.definitions, decoder.customSections);
  }

  private void section(Reader r) {
    int start = r.offset();
    int id = r.u8("a section's id");
    String name = name(id);
    if (name.isEmpty()) {
      throw r.errorBefore("unknown section " + Reader.hex(id));
    }
    Reader.within(
        name + " section",
        () -> {
          Bytes content = r.bytes("the section");
          Reader inside = r.over(content);
          contents(id, start, content, inside);
          inside.finish();
          return null;
        });
  }

  private static String name(int id) {
    return switch (id) {
      case 0 -> "custom";
      case 1 -> "core module";
      case 2 -> "core instance";
      case 3 -> "core type";
      case 4 -> "component";
      case 5 -> "instance";
      case 6 -> "alias";
      case 7 -> "type";
      case 8 -> "canon";
      case 9 -> "start";
      case 10 -> "import";
      case 11 -> "export";
      case 12 -> "value";
      default -> "";
    };
  }

  private void contents(int id, int start, Bytes content, Reader r) {
    switch (id) {
      case 0 -> customSections.add(new CustomSection(start, r.name("the name"), r.rest()));
      case 1 -> definitions.add(new CoreModuleDef(start, coreModule(r)));
      case 2 -> definitions.addAll(r.vec("core instance", CoreInstanceSection::instance));
      case 3 -> definitions.addAll(r.vec("core type", CoreTypeSection::definition));
      case 4 -> definitions.add(nested(start, content, r));
      case 5 -> definitions.addAll(r.vec("instance", InstanceSection::instance));
      case 6 -> definitions.addAll(r.vec("alias", AliasSection::alias));
      case 7 -> definitions.addAll(r.vec("type", TypeSection::definition));
      case 8 -> definitions.addAll(r.vec("canon", CanonSection::canon));
      case 9 -> definitions.add(StartSection.start(r));
      case 10 -> definitions.addAll(r.vec("import", ExternSections::importDef));
      case 11 -> definitions.addAll(r.vec("export", ExternSections::exportDef));
      default -> definitions.addAll(r.vec("value", ValueSection::value));
    }
  }

  /** Returns the bytes of a core module, after checking only its preamble. */
  private static Bytes coreModule(Reader r) {
    Bytes module = r.rest();
    CoreModuleDecoder.preamble(r.over(module));
    return module;
  }

  private static ComponentDef nested(int start, Bytes content, Reader r) {
    r.rest();
    return new ComponentDef(start, r.component(content, inside -> component(content, inside)));
  }
}
