/** Stands for d3-color in the browser (next.config.ts): no text is a colour to a transition, and nothing is one already. */
export function color() {
  return null;
}

export const rgb = color;
export const hsl = color;
export const hcl = color;
export const lab = color;
export const cubehelix = color;
