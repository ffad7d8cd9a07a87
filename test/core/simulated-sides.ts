import {
  type Capabilities,
  type Contact,
  commit,
  contactPolicy,
  contactType,
  type Decision,
  type Done,
  decide,
  type Element,
  emailElement,
  type Item,
  type ItemType,
  type Mapping,
  messengerElement,
  type Observation,
  type Policy,
  type Present,
  phoneElement,
  restrict,
  type SideName,
  type Situation,
} from '@concord/core';

/** What Clio holds, as far as core's tests need it. */
export const clioLike: Capabilities = {
  kind: { shape: 'scalar' },
  prefix: { shape: 'scalar' },
  firstName: { shape: 'scalar' },
  middleName: { shape: 'scalar' },
  lastName: { shape: 'scalar' },
  company: { shape: 'scalar', clearable: false },
  jobTitle: { shape: 'scalar' },
  birthday: { shape: 'scalar' },
  emails: { shape: 'list', max: 20, slots: { work: 20, home: 20, other: 20 }, primary: true },
  phones: { shape: 'list', max: 20, slots: { work: 20, home: 20, mobile: 20, fax: 20, other: 20 }, primary: true },
  addresses: { shape: 'list', max: 20, slots: { work: 20, home: 20, other: 20 }, primary: false },
  sites: { shape: 'list', max: 20, slots: { work: 20, other: 20 }, primary: true },
  messengers: { shape: 'list', max: 20, slots: { work: 20, other: 20 }, primary: false },
};

/** What Outlook holds. */
export const outlookLike: Capabilities = {
  ...clioLike,
  company: { shape: 'scalar' },
  emails: { shape: 'list', max: 3, primary: false },
  phones: { shape: 'list', max: 5, slots: { work: 2, home: 2, mobile: 1 }, primary: false },
  addresses: { shape: 'list', max: 3, slots: { work: 1, home: 1, other: 1 }, primary: false },
  sites: { shape: 'list', max: 1, primary: false },
  messengers: { shape: 'list', max: 3, primary: false },
};

/** Two stores with the given abilities, edited by people and by decisions. Rows of the left have handles, as Clio's have; the right has none. */
export type World = {
  readonly items: { left: Item | undefined; right: Item | undefined };
  mapping: Mapping;
  readonly policy: Policy;
  readonly capabilities: { readonly left: Capabilities; readonly right: Capabilities };
  readonly edit: (side: SideName, item: Item | undefined) => void;
  readonly look: (sides?: readonly SideName[]) => Decision;
  /** Decides and applies until nothing is left to do; returns what was decided on the way. */
  readonly settle: (sides?: readonly SideName[]) => readonly Decision[];
  /** Decides once, and dies after the first write: before it was remembered, or right after that. */
  readonly crash: (remembered: boolean) => Decision;
};

export function createWorld(
  left: Item | undefined,
  right: Item | undefined,
  options: {
    policy?: Policy;
    match?: Situation['match'];
    capabilities?: { readonly left: Capabilities; readonly right: Capabilities };
    type?: ItemType;
    /** What a side says of its item beside its value. */
    traits?: Partial<Record<SideName, Pick<Present, 'oneWay' | 'closed'>>>;
    /** What a provider makes of an item when it saves it. */
    save?: (side: SideName, item: Item) => Item;
  } = {},
): World {
  let now = 1_000_000;
  let rows = 0;
  const versions = { left: 1, right: 1 };
  const modified = { left: now, right: now };
  const type = options.type ?? contactType;
  const capabilities = options.capabilities ?? { left: clioLike, right: outlookLike };
  const handled = (item: Item): Item =>
    Object.fromEntries(
      Object.entries(item).map(([name, value]) => [
        name,
        typeof value === 'object'
          ? value.map((element) => ({ ...element, ref: element.ref ?? `own${++rows}` }))
          : value,
      ]),
    );
  const unhandled = (item: Item): Item =>
    Object.fromEntries(
      Object.entries(item).map(([name, value]) => [
        name,
        typeof value === 'object' ? value.map(({ ref: _, ...element }) => element) : value,
      ]),
    );
  const asHeld = { left: handled, right: unhandled };
  const items = { left: left && handled(left), right: right && unhandled(right) };
  const observe = (side: SideName): Observation => {
    const item = items[side];
    const id = `${side}-1`;
    if (item === undefined) return { kind: 'gone', id, askedAt: now, confirmed: true };
    const version = String(versions[side]);
    const traits = options.traits?.[side];
    return { kind: 'present', id, version, modifiedAt: modified[side], createdAt: 0, askedAt: now, item, ...traits };
  };
  const put = (side: SideName, item: Item | undefined): void => {
    versions[side] += 1;
    now += 1000;
    modified[side] = now;
    items[side] = item && asHeld[side](item);
  };
  const apply = (decision: Decision, writes: number, remembered: boolean): void => {
    const before = world.mapping;
    const done: { left?: Present | 'deleted'; right?: Present | 'deleted' } = {};
    for (const write of decision.writes.slice(0, writes)) {
      if (write.kind === 'delete') {
        put(write.side, undefined);
        done[write.side] = 'deleted';
      } else {
        const held = {
          ...onlyRead(items[write.side], capabilities[write.side]),
          ...restrict(write.item, capabilities[write.side]),
        };
        put(write.side, options.save ? options.save(write.side, held) : held);
        done[write.side] = observe(write.side) as Present;
      }
      if (remembered) world.mapping = commit(type, before, decision, done as Done, now);
    }
    const settles = decision.writes.length === 0 && decision.kind === 'settle';
    if (settles && remembered) world.mapping = commit(type, before, decision, {}, now);
  };
  const world: World = {
    items,
    mapping: { id: 'm1', state: 'linked', generation: 1 },
    policy: options.policy ?? contactPolicy,
    capabilities,
    edit: put,
    look: (sides = ['left', 'right']) => {
      const sights: {
        left?: { observation: Observation; direct: true };
        right?: { observation: Observation; direct: true };
      } = {};
      for (const side of sides) {
        if (items[side] !== undefined || world.mapping[side] !== undefined)
          sights[side] = { observation: observe(side), direct: true };
      }
      return decide({
        type,
        policy: world.policy,
        capabilities,
        readLagMs: { left: 0, right: 0 },
        now,
        mapping: world.mapping,
        sights,
        match: options.match ?? { kind: 'none' },
      });
    },
    settle: (sides) => {
      const decisions: Decision[] = [];
      for (let round = 0; round < 10; round += 1) {
        now += 1;
        const decision = world.look(sides);
        decisions.push(decision);
        if (decision.kind === 'leave') return decisions;
        apply(decision, decision.writes.length, true);
        if (decision.kind !== 'write') return decisions;
      }
      throw new Error('It does not settle');
    },
    crash: (remembered) => {
      now += 1;
      const decision = world.look();
      // Whether a lost create took place is found out by its marker, which is the engine's: here it is always remembered.
      const isCreate = decision.writes[0]?.kind === 'create';
      apply(decision, 1, remembered || isCreate);
      return decision;
    },
  };
  return world;
}

/** A write leaves alone what it cannot write. */
const onlyRead = (item: Item = {}, capabilities: Capabilities): Item =>
  Object.fromEntries(Object.entries(item).filter(([name]) => capabilities[name]?.readOnly));

type PersonDetails = Partial<Contact>;
export const person = (firstName: string, lastName: string, details: PersonDetails = {}): Contact =>
  ({ kind: 'person', firstName, lastName, ...details }) as Contact;

const kept = (elements: readonly (Element | undefined)[]): Element[] => elements.flatMap((element) => element ?? []);
export const emails = (...addresses: readonly string[]): Element[] =>
  kept(addresses.map((address) => emailElement(address)));
/** `work:+1 416 555 0100`, with a star behind for the primary. */
export const phones = (...numbers: readonly string[]): Element[] =>
  kept(
    numbers.map((text) => {
      const [slot = 'work', number = ''] = text.split(/:(.*)/su);
      const primary = number.endsWith('*');
      return phoneElement(number.replace('*', ''), 'CA', { slot, ...(primary ? { primary } : {}) });
    }),
  );
export const messengers = (...names: readonly string[]): Element[] => kept(names.map((name) => messengerElement(name)));
export const valuesOf = (item: Item | undefined, field: string): unknown[] => {
  const value = item?.[field];
  return typeof value === 'object' ? value.map((element) => element.value) : [];
};
