import type { PreviewCounts, PreviewFilter, SyncView } from '@concord/core';

export type Filter = { readonly filter: PreviewFilter; readonly label: string; readonly count: number };

/** The tabs over the records, with how many each holds. */
export function filtersOf(counts: PreviewCounts, { left, right }: SyncView): readonly Filter[] {
  return [
    { filter: 'all', label: 'All', count: allOf(counts) },
    { filter: 'addedLeft', label: `To ${left.label}`, count: counts.addedLeft },
    { filter: 'addedRight', label: `To ${right.label}`, count: counts.addedRight },
    { filter: 'linked', label: 'Linked', count: counts.linked },
    { filter: 'held', label: 'Held', count: counts.held },
    { filter: 'leftOut', label: 'Left out', count: counts.leftOut },
    ...(counts.resent > 0 ? [{ filter: 'resent', label: 'Sent again', count: counts.resent } as const] : []),
    { filter: 'notFitting', label: 'Does not fit', count: counts.notFitting },
  ];
}

/** Every record has one outcome; `notFitting` and `resent` count some of them a second time. */
function allOf(counts: PreviewCounts): number {
  const { addedLeft, addedRight, linked, changed, agreed, held, leftOut } = counts;
  return addedLeft + addedRight + linked + changed + agreed + held + leftOut;
}
