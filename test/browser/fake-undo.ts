import type { PastPage, SyncView, UndoRow, UndoView, UndoWish } from '@concord/core';

/** Milliseconds that the fake takes to look, and to carry out. */
const lookMs = 800;
const writeMs = 1_200;

/** A scripted undo. Time alone moves it: asked becomes ready, going becomes done. */
export function createFakeUndo() {
  let state: UndoView['state'] | undefined;
  let since = 0;
  let wish: UndoWish | undefined;
  const go = (next: UndoView['state']): void => {
    state = next;
    since = Date.now();
  };
  return {
    ask(wanted: UndoWish): void {
      wish = wanted;
      go('asked');
    },
    wish: (): UndoWish | undefined => wish,
    start: (): void => go('going'),
    drop: (): void => {
      state = undefined;
    },
    view(): Pick<SyncView, 'undo'> {
      const age = Date.now() - since;
      if (state === 'asked' && age >= lookMs) go('ready');
      if (state === 'going' && age >= writeMs) go('done');
      if (state === undefined) return {};
      const counts = { restored: 1, removed: 1, recreated: 0, leftAlone: 2, records: 3 };
      const progress = state === 'going' ? { done: 1, total: 3 } : {};
      const ofStopped = wish && 'stopped' in wish ? { ofStopped: true as const } : {};
      return { undo: { run: 'undo1', state, ...ofStopped, ...(state === 'asked' ? {} : { counts }), ...progress } };
    },
  };
}

export const undoRows: readonly UndoRow[] = [
  {
    mapping: 'ellis',
    title: 'Ellis Shipping',
    does: [],
    fields: [],
    leftAlone: [{ side: 'right', because: 'It was changed since Concord wrote it, so it stays as it is.' }],
  },
  {
    mapping: 'grace',
    title: 'Grace Okafor',
    does: [{ side: 'left', what: 'update' }],
    fields: [
      {
        name: 'Mobile phone',
        label: 'Mobile phone',
        side: 'left',
        before: '+44 7700 900245',
        after: '+44 7700 900118',
      },
    ],
    leftAlone: [
      {
        side: 'left',
        label: 'Company',
        because: 'The service has no way to empty this detail again, so it stays as it is.',
      },
    ],
  },
  {
    mapping: 'tomas',
    title: 'Tomáš Novák',
    does: [{ side: 'right', what: 'delete' }],
    fields: [{ name: 'E-mail', label: 'E-mail', side: 'right', before: 'tomas.novak@example.com', after: '' }],
    leftAlone: [],
  },
];

const values = (mobile: string) => [
  { label: 'First name', left: 'Grace', right: 'Grace', base: 'Grace' },
  { label: 'Phone', left: mobile, right: mobile, base: mobile },
];

export const pastOfGrace = (now: number): PastPage => ({
  title: 'Grace Okafor',
  state: 'undone',
  isCut: false,
  rows: [
    {
      id: 'p2',
      at: now - 190_000,
      mapping: 'grace',
      cause: 'push',
      title: 'Grace Okafor',
      what: 'changed',
      side: 'left',
      because: 'Changed in Microsoft 365.',
      fields: [{ name: 'Phone', label: 'Phone', side: 'left', before: '+44 7700 900118', after: '+44 7700 900245' }],
      values: values('+44 7700 900245'),
    },
    {
      id: 'p1',
      at: now - 9_000_000,
      mapping: 'grace',
      cause: 'run',
      run: 'run1',
      title: 'Grace Okafor',
      what: 'added',
      side: 'right',
      because: 'It is in Clio only, and nobody in Microsoft 365 looks like it.',
      fields: [{ name: 'First name', label: 'First name', side: 'right', before: '', after: 'Grace' }],
      values: values('+44 7700 900118'),
    },
  ],
});
