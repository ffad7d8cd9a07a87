import {
  type Communications,
  type HttpResponse,
  isSyncError,
  type LetterToFile,
  type MattersContext,
} from '@concord/core';
import { clio as provider } from '@concord/provider-clio';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ClioSetup, setUpClio } from '../contract/clio-look-alike.ts';

let clio: ClioSetup;
let communications: Communications;
let client: number;
let other: number;

const openWith = (transport?: MattersContext['transport']): Communications => {
  const opened = provider.communications?.open({ ...clio.context, ...(transport ? { transport } : {}) });
  if (opened === undefined) throw new Error('Clio has communications.');
  return opened;
};

/** Clio, which answers all the same. */
const answering = (status: number, body: unknown): Communications =>
  openWith(async (): Promise<HttpResponse> => ({ status, headers: {}, body: JSON.stringify(body) }));

const codeOf = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt;
    return 'none';
  } catch (error) {
    return isSyncError(error) ? error.code : String(error);
  }
};

beforeEach(async () => {
  clio = await setUpClio();
  client = clio.control.contacts.add({ type: 'Person', first_name: 'Ida' });
  other = clio.control.contacts.add({ type: 'Person', first_name: 'Otto' });
  communications = openWith();
});

const user = () => String(clio.control.firms()[0]?.users[0]?.id);
const letter = (matter: number, more: Partial<LetterToFile> = {}): LetterToFile => ({
  marker: 'k1',
  matter: String(matter),
  subject: 'The lease',
  body: 'Please sign.',
  at: Date.parse('2026-03-02T09:30:00Z'),
  senders: [{ kind: 'contact', id: String(client) }],
  receivers: [
    { kind: 'user', id: user() },
    { kind: 'contact', id: String(other) },
  ],
  ...more,
});

describe('communications of Clio', () => {
  it('are made as e-mails on a matter, of people whom Clio knows, with the marker as a property', async () => {
    const matter = clio.control.matters.add({ client });
    const made = await communications.file(letter(matter));
    expect(clio.control.communications.list()).toEqual([
      {
        id: Number(made.id),
        type: 'EmailCommunication',
        subject: 'The lease',
        body: 'Please sign.',
        received_at: Date.parse('2026-03-02T09:30:00Z'),
        user: Number(user()),
        matter,
        senders: [{ type: 'Contact', id: client }],
        receivers: [
          { type: 'User', id: Number(user()) },
          { type: 'Contact', id: other },
        ],
        external_properties: [{ name: 'concord-mail', value: 'k1' }],
      },
    ]);
    expect(made).toEqual({ id: made.id, matter: String(matter) });
  });

  it('are found by the marker on every matter, and no others', async () => {
    const [first, second] = [clio.control.matters.add({ client }), clio.control.matters.add({ client })];
    expect(await communications.find('k1')).toEqual([]);
    const made = [await communications.file(letter(first)), await communications.file(letter(second))];
    await communications.file(letter(first, { marker: 'k2' }));
    clio.control.contacts.writeTo(client);
    expect(await communications.find('k1')).toEqual(made);
    expect(await communications.find('k')).toEqual([]);
  });

  it('are found beyond the first page', async () => {
    let pages = 0;
    const paged = openWith(async ({ url }) => {
      pages += 1;
      const next = `${new URL(url).origin}/clio/api/v4/communications.json?page_token=x`;
      const meta = pages === 1 ? { paging: { next } } : {};
      return { status: 200, headers: {}, body: JSON.stringify({ data: [{ id: pages, matter: null }], meta }) };
    });
    expect(await paged.find('k1')).toEqual([{ id: '1' }, { id: '2' }]);
  });

  it('say what kind of trouble there was: the answer lost, a matter that is gone, no permission, too many requests', async () => {
    const matter = clio.control.matters.add({ client });
    const trouble = async (habit: 'clio.timeoutAfterCommit' | 'clio.communicationsForbidden' | 'clio.rateLimited') => {
      clio.manual.awkward.set(habit, { rate: 1 });
      const code = await codeOf(communications.file(letter(matter)));
      clio.manual.awkward.set(habit, undefined);
      return code;
    };
    expect(await trouble('clio.timeoutAfterCommit')).toBe('timeout');
    expect(await communications.find('k1')).toHaveLength(1);
    expect(await trouble('clio.communicationsForbidden')).toBe('forbidden');
    expect(await trouble('clio.rateLimited')).toBe('rateLimited');
    expect(await codeOf(communications.file(letter(7)))).toBe('refused');
    expect(clio.control.communications.list()).toHaveLength(1);
  });

  it.each([
    ['that does not say its matter', { data: [{ id: 4 }] }],
    ['without an id', { data: [{ matter: { id: 4 } }] }],
    ['on a matter without an id', { data: [{ id: 4, matter: {} }] }],
    ['that is no list', { data: { id: 4 } }],
  ])('are garbled by an answer %s', async (_title, answer) => {
    expect(await codeOf(answering(200, answer).find('k1'))).toBe('garbled');
  });

  it('can go on the open matters of a contact: as its client first, the newest first, then as somebody related', async () => {
    const { matters } = clio.control;
    const related = matters.add({ client: other, related: [client], description: 'Boundary' });
    const first = matters.add({ client, description: 'Estate' });
    matters.add({ client, status: 'Closed' });
    matters.add({ client: other, status: 'Closed', related: [client] });
    matters.add({ client: other });
    const pending = matters.add({ client, status: 'Pending', related: [client] });
    const newer = matters.add({ client: other, related: [client] });
    expect(await communications.mattersOf(String(client))).toMatchObject([
      { id: String(pending), number: '00006', status: 'pending', client: { name: 'Ida' } },
      { id: String(first), number: '00002', description: 'Estate', status: 'open', client: { name: 'Ida' } },
      { id: String(newer), number: '00007', status: 'open', client: { name: 'Otto' } },
      { id: String(related), number: '00001', description: 'Boundary', status: 'open', client: { name: 'Otto' } },
    ]);
    expect(await communications.mattersOf(String(matters.add({ client: other })))).toEqual([]);
  });

  it('leave out a matter that a relationship does not show, and refuse one without a status', async () => {
    expect(await answering(200, { data: [] }).mattersOf('1')).toEqual([]);
    const hidden = openWith(async ({ url }) => ({
      status: 200,
      headers: {},
      body: JSON.stringify({ data: url.includes('relationships') ? [{ id: 1, matter: null }] : [] }),
    }));
    expect(await hidden.mattersOf('1')).toEqual([]);
    expect(await codeOf(answering(200, { data: [{ id: 1 }] }).mattersOf('1'))).toBe('garbled');
  });
});
