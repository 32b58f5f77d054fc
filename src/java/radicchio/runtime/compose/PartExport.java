package radicchio.runtime.compose;

import radicchio.validate.type.Entity.Named;

/** An export of a part. */
record PartExport(Part part, Named export) {}
