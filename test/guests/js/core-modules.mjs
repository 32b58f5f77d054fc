// core-modules COMPONENT FOLDER: writes each core module of a component, nested components
// included, to FOLDER/INDEX.wasm in the order of the file.
//
// A component is an 8-byte preamble and sections (id, LEB128 size, bytes); section 1 is a
// core module, section 4 a component, both with a preamble of their own.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const [component, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
let written = 0;

function sectionsOf(bytes, visit) {
  for (let at = 8; at < bytes.length;) {
    const id = bytes[at++];
    let size = 0, scale = 1, byte;
    do {
      byte = bytes[at++];
      size += (byte & 127) * scale;
      scale *= 128;
    } while (byte & 128);
    visit(id, bytes.subarray(at, at + size));
    at += size;
  }
}

function modulesOf(bytes) {
  sectionsOf(bytes, (id, content) => {
    if (id === 1) writeFileSync(`${folder}/${written++}.wasm`, content);
    if (id === 4) modulesOf(content);
  });
}

modulesOf(readFileSync(component));
