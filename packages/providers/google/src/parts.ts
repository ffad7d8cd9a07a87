/** Slices of at most `size`, in order. */
export function inParts<One>(all: readonly One[], size: number): readonly (readonly One[])[] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, index) => all.slice(index * size, (index + 1) * size));
}
