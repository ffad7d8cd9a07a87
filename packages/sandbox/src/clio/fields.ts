import type { ClioAwkwardness } from './awkwardness.ts';
import type { Book } from './book.ts';
import type { Calendars } from './calendar/calendars.ts';
import type { Entry, EventType } from './calendar/records.ts';
import type { Matters } from './matters.ts';
import type { PracticeArea, User } from './records.ts';
import { invalidFields } from './refusal.ts';

/** Through whose eyes a record is shown. */
export type View = {
  readonly book: Book;
  readonly user: User;
  readonly firmName: string;
  readonly userOf: (id: number) => User | undefined;
  readonly practiceAreaOf: (id: number) => PracticeArea | undefined;
  readonly matters: Pick<Matters, 'get' | 'isClient'>;
  readonly entries: Pick<Book<Entry>, 'get'>;
  readonly calendars: Calendars;
  readonly eventTypeOf: (id: number) => EventType | undefined;
  /** Whether a habit strikes this view: asked for the first time, it is decided for good. */
  readonly has: (habit: ClioAwkwardness) => boolean;
  readonly now: () => number;
  /** An instant with the user's own UTC offset. */
  readonly time: (instant: number) => string;
};

/** What one kind of record can show. A nested record is shown by its own resource, one level deep. */
export type Resource<T> = {
  readonly scalars: Readonly<Record<string, (record: T, view: View) => unknown>>;
  readonly nested: Readonly<Record<string, Nested<T>>>;
};

export type Nested<T> = {
  readonly knows: (name: string) => boolean;
  readonly render: (record: T, selection: Selection, view: View) => unknown;
};

/** Chosen fields; a nested field may have its own choice, otherwise it shows its defaults. */
export type Selection = ReadonlyMap<string, Selection | undefined>;

const defaults: Selection = new Map([
  ['id', undefined],
  ['etag', undefined],
]);

/** Of related records that exist in Clio and never here. */
export const neverAny = <T>(shown: null | readonly []): Nested<T> => ({ knows: () => true, render: () => shown });

export function one<T, N>(resource: () => Resource<N>, read: (record: T, view: View) => N | undefined): Nested<T> {
  return {
    knows: (name) => knows(resource(), name),
    render: (record, selection, view) => {
      const related = read(record, view);
      return related === undefined ? null : render(resource(), related, selection, view);
    },
  };
}

export function many<T, N>(resource: () => Resource<N>, read: (record: T, view: View) => readonly N[]): Nested<T> {
  return {
    knows: (name) => knows(resource(), name),
    render: (record, selection, view) => read(record, view).map((row) => render(resource(), row, selection, view)),
  };
}

function knows<T>(resource: Resource<T>, name: string): boolean {
  return Object.hasOwn(resource.scalars, name) || Object.hasOwn(resource.nested, name);
}

/**
 * Reads `id,etag,company{id,name}`. Throws a 400 for an unknown field, for braces after a plain field and for braces
 * within braces: Clio nests one level only. Without a text, the minimal defaults.
 */
export function parseFields<T>(text: string | null, resource: Resource<T>): Selection {
  if (text === null || text === '') return defaults;
  const known = selections.get(resource) ?? new Map<string, Selection>();
  selections.set(resource, known);
  const selection = known.get(text) ?? readFields(text, resource);
  if (known.size < maximumKnown) known.set(text, selection);
  return selection;
}

/** Clients ask for few different choices, over and over. */
const selections = new WeakMap<object, Map<string, Selection>>();
const maximumKnown = 1_000;

function readFields<T>(text: string, resource: Resource<T>): Selection {
  const selection = new Map<string, Selection | undefined>();
  for (const part of splitOutsideBraces(text)) {
    const [, name = '', inner] = /^([a-z_]+)(?:\{([a-z_,]*)\})?$/u.exec(part) ?? [];
    if (!knows(resource, name)) throw invalidFields(part);
    const nested = Object.hasOwn(resource.nested, name) ? resource.nested[name] : undefined;
    selection.set(name, inner === undefined ? undefined : innerSelection(inner, nested));
  }
  return selection;
}

/** A plain field knows no inner ones. */
function innerSelection<T>(text: string, nested: Nested<T> | undefined): Selection {
  const names = text.split(',');
  const unknown = names.filter((name) => !nested?.knows(name));
  if (unknown.length > 0) throw invalidFields(unknown.join(', ') || '{}');
  return new Map(names.map((name) => [name, undefined]));
}

/** Unbalanced and doubled braces stay in their part, which no field name matches. */
function splitOutsideBraces(text: string): string[] {
  return text.split(/,(?![^{]*\})/u);
}

export function render<T>(resource: Resource<T>, record: T, selection: Selection, view: View): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const [name, inner] of selection) {
    const scalar = resource.scalars[name];
    shown[name] =
      scalar === undefined
        ? resource.nested[name]?.render(record, inner ?? defaults, view)
        : (scalar(record, view) ?? null);
  }
  return shown;
}
