// The calls as jco transpiles the component: reads "name operations" line by line, and prints the nanoseconds that they took.
// node calls.mjs FOLDER, the folder of `jco transpile calls.wasm --instantiation async`.
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = resolve(process.argv[2]);
const { instantiate } = await import(pathToFileURL(join(folder, 'calls.js')));
const modules = new Map();
const load = async (name) => {
  if (!modules.has(name)) modules.set(name, await WebAssembly.compile(await readFile(join(folder, name))));
  return modules.get(name);
};
const imports = { 'bench:calls/host': { tick: (n) => n + 1 }, 'bench:calls/types': {} };
imports['bench:calls/host@1.0.0'] = imports['bench:calls/host'];
imports['bench:calls/types@1.0.0'] = imports['bench:calls/types'];
const calls = await instantiate(load, imports);
const { Counter } = calls.shop;

const short = 'a'.repeat(16);
const long = 'a'.repeat(4096);
const bytes = new Uint8Array(1 << 20).fill(7);
const numbers = Uint32Array.from({ length: 100_000 }, (_, i) => i);
const ints = Int32Array.from(numbers);
const points = Array.from({ length: 1000 }, (_, i) => ({ x: i, y: 0.5 }));
const people = Array.from({ length: 1000 }, (_, i) => ({ name: `person ${i}`, age: i, height: 1.8 }));

let sink;
const run = {
  'add': (i) => { sink = calls.add(i, 3); },
  'string-16': () => { sink = calls.echoString(short); },
  'string-4096': () => { sink = calls.echoString(long); },
  'bytes': () => { sink = calls.echoBytes(bytes); },
  'numbers': () => { sink = calls.echoNumbers(numbers); },
  'sum': () => { sink = calls.sum(ints); },
  'points': () => { sink = calls.points(points); },
  'people': () => { sink = calls.people(people); },
  'ticks': () => { sink = calls.ticks(1000); },
  'resource': () => {
    const counter = new Counter(1);
    sink = counter.add(2);
    counter[Symbol.dispose]();
  },
  'instances': async () => { sink = await instantiate(load, imports); },
};

for await (const line of createInterface({ input: process.stdin })) {
  const [name, n] = line.split(' ');
  const body = run[name];
  const start = process.hrtime.bigint();
  if (name === 'instances') for (let i = 0; i < n; i++) await body();
  else for (let i = 0; i < n; i++) body(i);
  console.log(String(process.hrtime.bigint() - start));
}
