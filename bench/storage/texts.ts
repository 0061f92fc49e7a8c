let seed = 1;

/** Text that hardly deflates, so many bytes (a multiple of 16): base64 of numbers drawn by mulberry32, the same in every run. */
export function drawnText(sizeBytes: number): string {
  const bytes = Buffer.alloc((sizeBytes * 3) / 4);
  for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE(draw(), at);
  return bytes.toString('base64');
}

function draw(): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return (mixed ^ (mixed >>> 14)) >>> 0;
}
