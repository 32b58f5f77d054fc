let count = 0;

export function hello(name) {
  return `Hello, ${name}!`;
}

export function moved(places, dx, dy) {
  return places.map((place) => ({ ...place, x: place.x + dx, y: place.y + dy }));
}

export function reversed(bytes) {
  return Uint8Array.from(bytes).reverse();
}

export function parsed(text) {
  if (!/^-?\d+$/.test(text)) throw `not an integer: ${text}`;
  return Number.parseInt(text, 10) | 0;
}

export function calls() {
  return ++count;
}
