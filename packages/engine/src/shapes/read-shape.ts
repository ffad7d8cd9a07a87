import { type Row, SyncError } from '@concord/core';
import { releases, type ShapeName, shapes, type Versions } from './shapes.ts';

/** From a version to the form that this release works with. A version without one has that form. */
export type Forms = Readonly<Partial<Record<ShapeName, Readonly<Record<number, (value: unknown) => unknown>>>>>;

export type Shapes = {
  /** `v`: as it was stored; absent is 1. Throws `newer` for what a release to come wrote: it is to be left as it is. */
  readonly read: (shape: ShapeName, v: unknown, value: unknown) => unknown;
  /** The version in which this release writes. */
  readonly writes: (shape: ShapeName) => number;
};

export function createShapes(
  known: Readonly<Record<ShapeName, Versions>>,
  inOrder: readonly string[],
  forms: Forms = {},
): Shapes {
  const isHere = (release: string): boolean => inOrder.includes(release);
  return {
    read: (shape, v, value) => {
      const version = v === undefined ? 1 : Number(v);
      const found = known[shape][version];
      if (found === undefined || !isHere(found.readSince)) throw unread(shape, v);
      const toForm = forms[shape]?.[version];
      return toForm === undefined ? value : toForm(value);
    },
    writes: (shape) => {
      const versions = Object.entries(known[shape]).filter(([, { writtenSince }]) => isHere(writtenSince));
      return Math.max(...versions.map(([version]) => Number(version)));
    },
  };
}

const unread = (shape: ShapeName, v: unknown): SyncError =>
  new SyncError(
    'newer',
    `A newer release wrote this ${shape} (version ${Number(v)}), and this one cannot read it: it stays as it is. Deploy that release again.`,
  );

/** Of this release. */
export const ourShapes = createShapes(shapes, releases);

/** What a row says, read from `value`. Throws `newer`. */
export const shapeOf = <T>(shape: ShapeName, row: Row, value: unknown): T =>
  ourShapes.read(shape, row['v'], value) as T;

/** Throws `newer` before anybody opens or unpacks what is not understood. */
export function refuseNewer(shape: ShapeName, { v }: Readonly<Record<string, unknown>>): void {
  ourShapes.read(shape, v, undefined);
}

/** What a row that is written says of its version: the first one is not named, as in rows from before there were any. */
export function stamp(shape: ShapeName): { readonly v?: number } {
  const v = ourShapes.writes(shape);
  return v === 1 ? {} : { v };
}
