import {
  contactPolicy,
  contactType,
  type Decision,
  decide,
  type Gone,
  type Item,
  type Mapping,
  type MappingSide,
  type Observation,
  type Present,
  type SideName,
  type Situation,
} from '@concord/core';
import { clioLike, emails, outlookLike, person } from './simulated-sides.ts';

export const now = 1_000_000;
export const anna = person('Anna', 'Berg', { emails: emails('anna@example.org') });
export const baker: Item = { ...anna, jobTitle: 'Baker' };

/** What is known of a side. */
export const side = (name: SideName, more: Partial<MappingSide> = {}): MappingSide => ({
  id: `${name}-1`,
  version: '1',
  modifiedAt: 500,
  seenAt: 500,
  shown: anna,
  ...more,
});

/** What a side shows now: another version than is known. */
export const present = (name: SideName, item: Item = anna, more: Partial<Present> = {}): Present => ({
  kind: 'present',
  id: `${name}-1`,
  version: '2',
  modifiedAt: 900,
  createdAt: 0,
  askedAt: now,
  item,
  ...more,
});
export const gone = (name: SideName, confirmed = true): Gone => ({
  kind: 'gone',
  id: `${name}-1`,
  askedAt: now,
  confirmed,
});

/** Nobody knows it yet. */
export const fresh: Mapping = { id: 'm1', state: 'linked', generation: 1 };
/** Anna on both sides, and in step. */
export const linked: Mapping = {
  ...fresh,
  left: side('left'),
  right: side('right'),
  base: { left: anna, right: anna },
};

/** All of it may be left out: the linked pair under the usual policy, of which nothing was seen. */
export type Seen = Partial<Pick<Situation, 'type' | 'mapping' | 'match' | 'policy' | 'cannotHold' | 'resend'>> & {
  readonly left?: Observation;
  readonly right?: Observation;
  readonly direct?: boolean;
  readonly readLagMs?: number;
};

export function decided({ left, right, direct = true, readLagMs = 0, ...more }: Seen): Decision {
  return decide({
    type: contactType,
    policy: contactPolicy,
    capabilities: { left: clioLike, right: outlookLike },
    readLagMs: { left: readLagMs, right: readLagMs },
    now,
    mapping: linked,
    sights: {
      ...(left ? { left: { observation: left, direct } } : {}),
      ...(right ? { right: { observation: right, direct } } : {}),
    },
    match: { kind: 'none' },
    ...more,
  });
}
