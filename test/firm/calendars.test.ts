import { waitingPage, why } from '@concord/engine';
import { describe, expect, it } from 'vitest';
import {
  at,
  createTwoCalendars,
  event,
  exception,
  idOf,
  minuteMs,
  owner,
  type TwoCalendars,
  weekly,
} from './two-calendars.ts';

const hearing = event('Hearing', at(15, 12));
const lunch = event('Lunch', at(16, 13));

const both = (two: TwoCalendars) => [two.titles('left'), two.titles('right')] as const;
const itemOf = (two: TwoCalendars, side: 'left' | 'right', title: string) =>
  two
    .book(side)
    .list()
    .find(({ item }) => item['title'] === title)?.item ?? {};

describe('Two calendars', () => {
  it('begin with everything once on either side, as the preview said', async () => {
    const two = await createTwoCalendars();
    two.book('left').add(hearing);
    two.book('left').add(lunch);
    two.book('right').add({ ...lunch, title: 'LUNCH ' });
    two.book('right').add(event('Dentist', at(17, 9)));
    const rows = await two.preview();
    expect(rows.map(({ title, outcome }) => [title, outcome])).toEqual([
      ['Hearing', 'addedRight'],
      ['Lunch', 'linked'],
      ['Dentist', 'addedLeft'],
    ]);
    expect(rows[0]?.subtitle).toContain('Wed 15 Apr 2026, 12:00-13:00 (New York)');
    await two.start();
    expect(both(two).map((titles) => titles.length)).toEqual([3, 3]);
    expect(await two.view()).toMatchObject({ state: 'live', linked: 3 });
  });

  it('carry edits, newcomers and deletes both ways', async () => {
    const two = await createTwoCalendars();
    for (const one of [hearing, lunch, event('Call', at(17, 9)), event('Trial', at(18, 9))]) two.book('left').add(one);
    await two.goLive();
    two.book('left').edit(idOf(two, 'left', 'Hearing'), event('Hearing', at(15, 14)));
    two.book('right').edit(idOf(two, 'right', 'Lunch'), { ...lunch, location: 'Corner' });
    two.book('right').add(event('Dentist', at(20, 9)));
    two.book('left').remove(idOf(two, 'left', 'Call'));
    two.book('right').remove(idOf(two, 'right', 'Trial'));
    await two.settle();
    const titles = ['04-15T14:00 Hearing', '04-16T13:00 Lunch', '04-20T09:00 Dentist'];
    expect(both(two)).toEqual([titles, titles]);
    expect(itemOf(two, 'left', 'Lunch')).toMatchObject({ location: 'Corner' });
  });

  it('keep the dates of a series that were changed on either side', async () => {
    const two = await createTwoCalendars();
    two.book('left').add(event('Standup', weekly(8, 9)));
    await two.goLive();
    const moved = exception({ slot: '2026-04-15', when: at(16, 10) });
    const cancelled = exception({ slot: '2026-04-22', cancelled: true });
    two.book('left').edit(idOf(two, 'left', 'Standup'), event('Standup', weekly(8, 9), { exceptions: [moved] }));
    two.book('right').edit(idOf(two, 'right', 'Standup'), event('Standup', weekly(8, 9), { exceptions: [cancelled] }));
    await two.settle();
    for (const side of ['left', 'right'] as const) {
      const { exceptions } = itemOf(two, side, 'Standup');
      const slots = typeof exceptions === 'object' ? exceptions.map(({ slot }) => slot).sort() : [];
      expect(slots).toEqual(['2026-04-15', '2026-04-22']);
    }
  });

  it('tell what was changed in words, not in codes', async () => {
    const two = await createTwoCalendars();
    two.book('left').add(event('Standup', weekly(8, 9), { showAs: 'away' }));
    const [row] = await two.preview();
    expect(row?.because).toBe('It is in Clio only, and nothing in Outlook looks like it.');
    expect(row?.fields.map(({ label, after }) => [label, after])).toEqual([
      ['Title', 'Standup'],
      ['When', expect.stringContaining('Wed 8 Apr 2026, 09:00-10:00 (New York), weekly')],
      ['Shown as', 'Away'],
    ]);
    await two.start();
    const cancelled = exception({ slot: '2026-04-22', cancelled: true });
    const away = { exceptions: [cancelled], showAs: 'away' };
    two.book('left').edit(idOf(two, 'left', 'Standup'), event('Standup', weekly(8, 9), away));
    await two.settle();
    const { records } = await why(two.ports, owner, 'standup');
    expect(records[0]?.history[0]?.fields).toMatchObject([
      { label: 'Other dates', after: 'Wed 22 Apr 2026: cancelled' },
    ]);
    expect(records[0]?.fields).toContainEqual(
      expect.objectContaining({ label: 'Other dates', left: 'Wed 22 Apr 2026: cancelled' }),
    );
  });

  it('hold what several are the same as, until somebody says which', async () => {
    const two = await createTwoCalendars();
    two.book('left').add(hearing);
    for (const _ of [1, 2]) two.book('right').add(hearing);
    const rows = await two.preview();
    expect(rows.map(({ outcome }) => outcome)).toContain('held');
    await two.start();
    expect(both(two).map((titles) => titles.length)).toEqual([1, 2]);
    const { rows: waiting } = await waitingPage(two.ports, owner, (await two.view()).id);
    expect(waiting[0]?.answers.map(({ label }) => label)).toContain('Different events');
  });

  it('double nothing when they are started again, nor when the account comes back', async () => {
    const two = await createTwoCalendars();
    for (const one of [hearing, lunch]) two.book('left').add(one);
    const { id } = await two.pair();
    await two.goLive();
    await two.stop();
    expect((await two.pair()).id).toBe(id);
    await two.goLive();
    expect(both(two).map((titles) => titles.length)).toEqual([2, 2]);
  });
});

describe('The span of time', () => {
  it('leaves out what lies beyond it, and what leaves it is neither deleted nor looked for', async () => {
    const two = await createTwoCalendars();
    const old = two
      .book('left')
      .add(event('Old', '2025-12-01T09:00:00-05:00/2025-12-01T10:00:00-05:00 America/New_York'));
    two.book('left').add(event('Winter', '2026-01-12T09:00:00-05:00/2026-01-12T10:00:00-05:00 America/New_York'));
    two.book('left').add(hearing);
    await two.goLive();
    expect(two.titles('right')).toEqual(['01-12T09:00 Winter', '04-15T12:00 Hearing']);
    two.book('left').edit(old, event('Older', at(15, 9).replaceAll('2026-04', '2025-10')));
    await two.settle();
    expect(two.titles('right')).toHaveLength(2);
    await two.days(7);
    two.calls('left', 'read');
    two.calls('right', 'read');
    await two.days(2);
    expect(both(two).map((titles) => titles.length)).toEqual([3, 2]);
    expect([two.calls('left', 'read'), two.calls('right', 'read')]).toEqual([0, 0]);
  });
});

describe('A private event', () => {
  const secret = event('Doctor', at(15, 9), { privacy: 'private', location: 'Clinic' });

  it('shows others only that somebody is busy, unless somebody chose otherwise', async () => {
    const two = await createTwoCalendars();
    two.book('right').add(secret);
    await two.goLive();
    expect(two.titles('left')).toEqual(['04-15T09:00 Busy']);
    expect(await two.view()).toMatchObject({ policy: { private: 'busy', guests: true } });
    two.book('left').edit(idOf(two, 'left', 'Busy'), event('What is this?', at(15, 9)));
    await two.settle();
    expect(itemOf(two, 'right', 'Doctor')).toMatchObject({ location: 'Clinic' });
  });

  it('is carried whole, or not at all, as somebody chose before the preview', async () => {
    const full = await createTwoCalendars();
    full.book('right').add(secret);
    await full.goLive({ private: 'full' });
    expect(full.titles('left')).toEqual(['04-15T09:00 Doctor']);
    const skip = await createTwoCalendars();
    skip.book('right').add(secret);
    const [row] = await skip.preview({ private: 'skip' });
    expect(row).toMatchObject({
      outcome: 'leftOut',
      because: 'It is private, and private events are not carried over.',
    });
    await skip.start();
    expect(skip.titles('left')).toEqual([]);
  });

  it('that is made so later is taken back from the other side, and comes again when it is no longer', async () => {
    const two = await createTwoCalendars();
    const { privacy: _, ...open } = secret;
    const id = two.book('right').add(open);
    await two.goLive({ private: 'skip' });
    expect(two.titles('left')).toHaveLength(1);
    two.book('right').edit(id, secret);
    await two.settle();
    expect(both(two)).toEqual([[], ['04-15T09:00 Doctor']]);
    two.book('right').edit(id, open);
    await two.settle();
    expect(both(two)).toEqual([['04-15T09:00 Doctor'], ['04-15T09:00 Doctor']]);
  });

  it('cannot be chosen otherwise without another preview', async () => {
    const two = await createTwoCalendars();
    two.book('right').add(secret);
    await two.preview({ private: 'full' });
    await two.preview();
    expect(await two.view()).toMatchObject({ policy: { private: 'full' } });
    await two.start();
    expect(two.titles('left')).toEqual(['04-15T09:00 Doctor']);
  });
});

describe('An event with guests', () => {
  const party = event('Party', at(15, 18), { guests: 'Ann <ann@example.org>' });

  it('goes one way only, tells who comes, and mails nobody', async () => {
    const two = await createTwoCalendars();
    two.book('right').add(party);
    await two.preview();
    expect((await two.view()).preview).toMatchObject({ addedLeft: 1, mails: 0, oneWay: 1 });
    await two.start();
    expect(itemOf(two, 'left', 'Party')).toMatchObject({ guests: 'Ann <ann@example.org>' });
    two.book('left').edit(idOf(two, 'left', 'Party'), { ...party, title: 'Feast' });
    await two.settle();
    expect(two.titles('right')).toEqual(['04-15T18:00 Party']);
    two.book('right').edit(idOf(two, 'right', 'Party'), { ...party, location: 'Garden' });
    await two.settle();
    expect(itemOf(two, 'left', 'Feast')).toMatchObject({ location: 'Garden' });
    expect(two.mails).toEqual([]);
  });

  it('is released when Clio deletes it', async () => {
    const two = await createTwoCalendars();
    two.book('right').add(party);
    two.book('right').add(hearing);
    await two.goLive();
    two.book('left').remove(idOf(two, 'left', 'Party'));
    await two.settle();
    expect(both(two).map((titles) => titles.length)).toEqual([1, 2]);
    await two.days(1);
    expect(both(two).map((titles) => titles.length)).toEqual([1, 2]);
    await two.stop();
    await two.preview();
    expect((await two.view()).preview).toMatchObject({ resent: 1, mails: 0 });
    await two.start();
    expect(both(two).map((titles) => titles.length)).toEqual([2, 2]);
    expect(two.mails).toEqual([]);
  });

  it('does not tell who comes when somebody chose so', async () => {
    const two = await createTwoCalendars();
    two.book('right').add(party);
    await two.goLive({ guests: false });
    expect(itemOf(two, 'left', 'Party')).not.toHaveProperty('guests');
  });
});

describe('What a side cannot take', () => {
  it('of a description with a format is not written over, and the rest is', async () => {
    const two = await createTwoCalendars();
    two.book('right').add({ ...hearing, description: '<b>Bring</b> the file' });
    await two.goLive();
    two.book('left').edit(idOf(two, 'left', 'Hearing'), { ...hearing, description: 'Plain', location: 'Court' });
    await two.settle();
    expect(itemOf(two, 'right', 'Hearing')).toMatchObject({ description: '<b>Bring</b> the file', location: 'Court' });
  });

  it('stays where it is with its reason, and is carried over once it can be', async () => {
    const two = await createTwoCalendars();
    const berlin = '2026-04-08T09:00:00+02:00/2026-04-08T10:00:00+02:00 Europe/Berlin FREQ=WEEKLY;COUNT=4;BYDAY=WE';
    const id = two.book('right').add(event('Call Berlin', berlin));
    const [row] = await two.preview();
    expect(row).toMatchObject({
      outcome: 'leftOut',
      because: expect.stringContaining('a time zone that Clio cannot keep'),
    });
    await two.start();
    expect(two.titles('left')).toEqual([]);
    two.book('right').edit(id, event('Call Berlin', weekly(8, 9)));
    await two.settle();
    expect(two.titles('left')).toEqual(['04-08T09:00 Call Berlin']);
    two.book('right').edit(id, event('Call Berlin', berlin));
    await two.settle();
    expect(both(two).map((titles) => titles.length)).toEqual([1, 1]);
    two.book('right').edit(id, event('Call Berlin', weekly(8, 11)));
    await two.settle();
    expect(both(two)).toEqual([['04-08T11:00 Call Berlin'], ['04-08T11:00 Call Berlin']]);
  });
});

describe('A worker that dies', () => {
  const cancelled = exception({ slot: '2026-04-15', cancelled: true });
  const standup = event('Standup', weekly(8, 9), { exceptions: [cancelled] });

  /** Before each of its writes to the table, one after the other, until it has none left. */
  async function atEachWrite(begin: () => Promise<TwoCalendars>, go: (two: TwoCalendars) => Promise<void>) {
    const ends: unknown[] = [];
    for (let writesLeft = 0; writesLeft < 500; writesLeft += 1) {
      const two = await begin();
      two.worker.writesLeft = writesLeft;
      await go(two);
      await two.settle(10 * minuteMs);
      if (two.worker.deaths === 0) return ends;
      ends.push({ writesLeft, titles: both(two), exceptions: slotsOf(two) });
    }
    throw new Error('It never comes to its end');
  }
  const slotsOf = (two: TwoCalendars) =>
    (['left', 'right'] as const).map((side) => {
      const { exceptions } = itemOf(two, side, 'Standup');
      return typeof exceptions === 'object' ? exceptions.map(({ slot }) => slot).sort() : [];
    });

  it('in a first run makes each event once all the same', async () => {
    const ends = await atEachWrite(
      async () => {
        const two = await createTwoCalendars();
        for (const one of [standup, hearing]) two.book('left').add(one);
        two.book('right').add(lunch);
        await two.preview();
        return two;
      },
      async (two) => await two.start(),
    );
    const titles = ['04-08T09:00 Standup', '04-15T12:00 Hearing', '04-16T13:00 Lunch'];
    const exceptions = [['2026-04-15'], ['2026-04-15']];
    expect(ends).toEqual(ends.map((_, writesLeft) => ({ writesLeft, titles: [titles, titles], exceptions })));
    expect(ends.length).toBeGreaterThan(20);
  });

  it('while changes go both ways carries each over once', async () => {
    const ends = await atEachWrite(
      async () => {
        const two = await createTwoCalendars();
        for (const one of [standup, hearing, lunch]) two.book('left').add(one);
        await two.goLive();
        return two;
      },
      async (two) => {
        const moved = exception({ slot: '2026-04-22', when: at(23, 10) });
        two.book('left').edit(idOf(two, 'left', 'Standup'), { ...standup, exceptions: [cancelled, moved] });
        two.book('right').add(event('Dentist', at(20, 9)));
        two.book('right').remove(idOf(two, 'right', 'Lunch'));
        await two.settle();
      },
    );
    const titles = ['04-08T09:00 Standup', '04-15T12:00 Hearing', '04-20T09:00 Dentist'];
    const slots = ['2026-04-15', '2026-04-22'];
    const exceptions = [slots, slots];
    expect(ends).toEqual(ends.map((_, writesLeft) => ({ writesLeft, titles: [titles, titles], exceptions })));
    expect(ends.length).toBeGreaterThan(20);
  });
});
