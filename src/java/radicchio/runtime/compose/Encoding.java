package radicchio.runtime.compose;

import java.util.List;
import java.util.Optional;
import radicchio.component.Alias;
import radicchio.component.Component;
import radicchio.component.Declarator;
import radicchio.component.Definition;
import radicchio.component.ExternDesc;
import radicchio.component.ExternName;
import radicchio.component.Sort;

/** Encodes the definitions of a composition in the binary format (Binary.md). Components in it keep their own bytes. */
record Encoding(ByteWriter out) {
  private static final byte[] PREAMBLE = {0, 'a', 's', 'm', 0x0d, 0, 1, 0};

  /** Returns the bytes of a component of these definitions. */
  static byte[] component(List<Definition> definitions) {
    Encoding whole = new Encoding(new ByteWriter().raw(PREAMBLE));
    definitions.forEach(whole::section);
    return whole.out.bytes();
  }

  // Sections, one for each definition

  private void section(Definition definition) {
    if (definition instanceof Component.ComponentDef nested) {
      out.id(4).sized(nested.component().bytes());
    } else {
      Encoding contents = new Encoding(new ByteWriter().id(1));
      int section = contents.definition(definition);
      out.id(section).sized(contents.out);
    }
  }

  /** Writes a definition. Returns the id of its section. */
  private int definition(Definition definition) {
    if (definition instanceof Definition.Instantiate i) {
      out.id(0).number(i.component()).all(i.args(), Encoding::argument);
      return 5;
    }
    if (definition instanceof Alias.OfExport a) {
      alias(out, a);
      return 6;
    }
    if (definition instanceof Definition.TypeDef t) {
      type(out, t);
      return 7;
    }
    if (definition instanceof Definition.Import i) {
      name(out, i.name());
      extern(out, i.type());
      return 10;
    }
    if (definition instanceof Definition.Export e) {
      name(out, e.name());
      index(out, e.what());
      out.optional(e.type(), Encoding::extern);
      return 11;
    }
    throw new IllegalStateException("not a definition of a composition: " + definition);
  }

  private static void argument(ByteWriter out, Definition.Arg arg) {
    index(out.text(arg.name()), arg.what());
  }

  private static void type(ByteWriter out, Definition.TypeDef type) {
    type.type().match(new TypeEncoding(out, Encoding::declarator));
  }

  private static void alias(ByteWriter out, Alias alias) {
    sort(out, alias.sort());
    if (alias instanceof Alias.OfExport a) {
      out.id(0).number(a.instance()).text(a.name());
    } else if (alias instanceof Alias.Outer a) {
      out.id(2).number(a.count()).number(a.index());
    } else {
      throw new IllegalStateException("not an alias of a composition: " + alias);
    }
  }

  /** Writes a declarator of an instance type. */
  private static void declarator(ByteWriter out, Declarator declarator) {
    if (declarator instanceof Definition.TypeDef t) {
      type(out.id(1), t);
    } else if (declarator instanceof Alias a) {
      alias(out.id(2), a);
    } else if (declarator instanceof Declarator.ExportDecl e) {
      name(out.id(4), e.name());
      extern(out, e.type());
    } else {
      throw new IllegalStateException("not a declarator of a composition: " + declarator);
    }
  }

  // Names, sorts, descriptions

  private static void name(ByteWriter out, ExternName name) {
    List<Optional<String>> attributes =
        List.of(name.implemented(), name.versionSuffix(), name.externalId());
    int present = (int) attributes.stream().filter(Optional::isPresent).count();
    out.id(present == 0 ? 0 : 2).text(name.text());
    if (present > 0) {
      out.number(present);
      for (int kind = 0; kind < attributes.size(); kind++) {
        if (attributes.get(kind).isPresent()) {
          out.id(kind).text(attributes.get(kind).get());
        }
      }
    }
  }

  private static void index(ByteWriter out, Definition.SortIndex what) {
    sort(out, what.sort());
    out.number(what.index());
  }

  private static void sort(ByteWriter out, Sort sort) {
    switch (sort) {
      case CORE_MODULE -> out.id(0).id(0x11);
      case FUNC -> out.id(1);
      case TYPE -> out.id(3);
      case COMPONENT -> out.id(4);
      case INSTANCE -> out.id(5);
      default -> throw new IllegalStateException("not a sort of a composition: " + sort);
    }
  }

  private static void extern(ByteWriter out, ExternDesc desc) {
    if (desc instanceof ExternDesc.FuncDesc d) {
      out.id(1).number(d.type());
    } else if (desc instanceof ExternDesc.TypeEqDesc d) {
      out.id(3).id(0).number(d.type());
    } else if (desc instanceof ExternDesc.SubResourceDesc) {
      out.id(3).id(1);
    } else if (desc instanceof ExternDesc.InstanceDesc d) {
      out.id(5).number(d.type());
    } else {
      throw new IllegalStateException("not an import of a composition: " + desc);
    }
  }
}
