type Span = { readonly top: number; readonly bottom: number };
type InColumn = { readonly column: number; readonly columns: number };

/** Gives spans that overlap columns beside each other: as few as can be, and as many for all that hang together. */
export function sideBySide<Of extends Span>(spans: readonly Of[]): readonly (Of & InColumn)[] {
  const ordered = spans.toSorted((a, b) => a.top - b.top || b.bottom - a.bottom);
  return groupsOf(ordered).flatMap(columnsOf);
}

/** What hangs together, directly or through others. Spans that only touch do not. */
function groupsOf<Of extends Span>(ordered: readonly Of[]): readonly (readonly Of[])[] {
  const groups: Of[][] = [];
  let bottom = 0;
  for (const span of ordered) {
    const group = groups.at(-1);
    if (group && span.top < bottom) group.push(span);
    else groups.push([span]);
    bottom = group && span.top < bottom ? Math.max(bottom, span.bottom) : span.bottom;
  }
  return groups;
}

function columnsOf<Of extends Span>(group: readonly Of[]): readonly (Of & InColumn)[] {
  const bottoms: number[] = [];
  const placed = group.map((span) => {
    const free = bottoms.findIndex((bottom) => bottom <= span.top);
    const column = free === -1 ? bottoms.length : free;
    bottoms[column] = span.bottom;
    return { ...span, column };
  });
  return placed.map((span) => ({ ...span, columns: bottoms.length }));
}
