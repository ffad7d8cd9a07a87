import type { Collection, CollectionContext, HttpRequest, NativeRecord, Observation, Present } from '@concord/core';
import type { Calls } from './calls.ts';
import { parseRound, tokenAfter } from './delta.ts';
import { type Answer, errorOf, recordOf } from './errors.ts';
import { createFolders } from './folders.ts';
import { parseDeltaPage, parseRow, parseRows, parts } from './graph-requests.ts';
import { readCategories } from './groups.ts';
import { type Seeing, sortRows, toPresent } from './observations.ts';
import { contactsProfile } from './profile.ts';
import {
  type ContactRow,
  findItem,
  followRequest,
  mainFolderItem,
  parseFolder,
  readItem,
  readWholeItem,
  scanRequest,
} from './requests.ts';

const { batchSize } = contactsProfile;
type Reading = Pick<Collection, 'scan' | 'changes' | 'read' | 'records' | 'find' | 'groups'>;
export type Looking = Pick<CollectionContext, 'clock' | 'phoneRegion' | 'group'>;

/** Looking at the main Contacts folder. A complete pass is the first round of its delta; `changes` are the rounds after. */
export function createReading(calls: Calls, context: Looking): Reading {
  const { clock, phoneRegion, group } = context;
  const folders = createFolders(calls);
  const seeing = (): Seeing => ({ askedAt: clock.now(), phoneRegion, group });

  async function readPage(token: string | undefined) {
    const now = seeing();
    const round = token === undefined ? undefined : parseRound(token, group);
    const request: HttpRequest = round ? followRequest(round.link) : scanRequest(group);
    const page = parseDeltaPage<ContactRow>(await calls.succeed(request, round ? 'link' : 'call'));
    const next = tokenAfter(page, round, group);
    folders.learnMain(page.rows.find((row) => row.parentFolderId)?.parentFolderId);
    const { observations, unclear } = sortRows(page.rows, now);
    return { observations: [...observations, ...(await readAll(unclear))], next, more: page.nextLink !== undefined };
  }

  async function readAll(ids: readonly string[]): Promise<readonly Observation[]> {
    const observations: Observation[] = [];
    for (const part of parts(ids, batchSize)) observations.push(...(await read(part)));
    return observations;
  }

  async function read(ids: readonly string[]): Promise<readonly Observation[]> {
    if (ids.length === 0) return [];
    const now = seeing();
    // The folder is asked for along with the items while it is unknown, if there is room: one request instead of two.
    const withFolder = folders.main() === undefined && ids.length < batchSize;
    const answers = await calls.answerAll([
      ...ids.map((id) => readItem(id, group)),
      ...(withFolder ? [mainFolderItem()] : []),
    ]);
    const folder = answers[ids.length];
    if (folder?.status === 200) folders.learnMain(parseFolder(folder));
    const observations: Observation[] = [];
    for (const [index, answer] of answers.slice(0, ids.length).entries()) {
      observations.push(await observe(ids[index] ?? '', answer, now));
    }
    return observations;
  }

  async function observe(id: string, answer: Answer, now: Seeing): Promise<Observation> {
    const { askedAt } = now;
    if (answer.status === 200) {
      const row = parseRow<ContactRow>(answer.body);
      const place = await folders.placeOf(row.parentFolderId);
      if (place === 'main') return toPresent(row, now);
      return place === 'other' ? { kind: 'elsewhere', id, askedAt } : { kind: 'gone', id, askedAt, confirmed: true };
    }
    const error = errorOf(answer, clock.now());
    if (error.code === 'notFound') return { kind: 'gone', id, askedAt, confirmed: true };
    // An id that Graph will not look at says nothing about the item.
    if (error.code === 'refused') return { kind: 'hidden', id, askedAt };
    throw error;
  }

  async function records(ids: readonly string[]): Promise<readonly (NativeRecord | undefined)[]> {
    if (ids.length === 0) return [];
    const answers = await calls.answerAll(ids.map((id) => readWholeItem(id)));
    return answers.map((answer) => {
      if (answer.status === 200) return recordOf(answer.body);
      const error = errorOf(answer, clock.now());
      if (error.code === 'notFound' || error.code === 'refused') return undefined;
      throw error;
    });
  }

  async function findPart(markers: readonly string[]): Promise<readonly (readonly Present[])[]> {
    const now = seeing();
    const answers = await calls.succeedAll(markers.map((marker) => findItem(marker, group)));
    return answers.map((answer) => parseRows<ContactRow>(answer).map((row) => toPresent(row, now)));
  }

  return {
    scan: async (token) => {
      const { observations, next, more } = await readPage(token);
      return { observations, ...(more ? { next } : { cursor: next }) };
    },
    changes: async (cursor) => {
      const { observations, next, more } = await readPage(cursor);
      return { observations, cursor: next, more };
    },
    read,
    records,
    find: async (sought) => {
      const found: (readonly Present[])[] = [];
      const markers = sought.map(({ marker }) => marker);
      for (const part of parts(markers, batchSize)) found.push(...(await findPart(part)));
      return found;
    },
    groups: () => readCategories(calls),
  };
}
