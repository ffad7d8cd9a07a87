import { createManualWorld, createSandbox } from '@concord/sandbox';
import { describe, expect, it } from 'vitest';
import { sampleFirm, seedSandbox } from '../../packages/sandbox/src/seed/index.ts';

const [owner] = sampleFirm.users;

async function seeded(startAt: string, contacts = 40) {
  const sandbox = createSandbox(createManualWorld({ startAt: Date.parse(startAt) }), { limits: false });
  await seedSandbox(sandbox, { contacts });
  const { calendar, contacts: people } = sandbox.clio;
  const own = calendar.calendarOf(owner.id);
  return { calendar, people, own, entries: calendar.list() };
}

describe('the sample calendar in Clio', () => {
  it('has some weeks of events around the day that the world’s clock shows, most of them the owner’s', async () => {
    const { entries, own, calendar } = await seeded('2027-07-07T12:00:00Z');
    expect(entries.length).toBeGreaterThanOrEqual(24);
    const starts = entries.map(({ start }) => start.slice(0, 10)).sort();
    expect([starts[0], starts.at(-1)]).toEqual(['2027-06-21', '2027-07-30']);
    expect(entries.filter(({ calendar: id }) => id === own).length).toBeGreaterThan(15);
    expect(entries.filter(({ calendar: id }) => id === calendar.firmCalendar())).toHaveLength(5);
    expect(new Set(entries.map(({ time_zone }) => time_zone))).toEqual(new Set(['America/New_York']));
  });

  it('has a series with a moved and a cancelled instance', async () => {
    const { calendar, entries } = await seeded('2027-07-07T12:00:00Z');
    const team = entries.find(({ summary, parent }) => summary === 'Team meeting' && parent === null);
    const moved = entries.find(({ parent }) => parent === team?.id);
    expect(moved).toMatchObject({ original_start: '2027-07-12T13:00:00Z', start: '2027-07-14T13:00:00Z' });
    expect(team?.cancelled).toEqual(['2027-07-19T13:00:00Z']);
    expect(calendar.instances(team?.id ?? '')).toHaveLength(11);
  });

  it('has a day, two days, a private event, one of a court’s rules, guests, and matters with their clients', async () => {
    const { entries, people } = await seeded('2027-07-07T12:00:00Z');
    const lengths = entries
      .filter(({ all_day }) => all_day)
      .map(({ start, end }) => Date.parse(end) - Date.parse(start));
    expect(new Set(lengths)).toEqual(new Set([86_400_000, 2 * 86_400_000]));
    expect(entries.filter((entry) => entry.private)).toHaveLength(1);
    expect(entries.filter((entry) => entry.court_rule)).toHaveLength(1);
    const guests = entries.find(({ summary }) => summary === 'Case conference')?.attendees;
    expect(guests?.map(({ type }) => type)).toEqual(['Calendar', 'Calendar']);
    const clients = entries.filter(({ matter }) => matter !== null).flatMap(({ attendees }) => attendees);
    expect(clients.length).toBeGreaterThan(5);
    for (const { id } of clients) expect(people.get(id)).toBeDefined();
  });

  it('sends nobody mail, and does without contacts', async () => {
    for (const contacts of [40, 0]) {
      const { calendar, entries } = await seeded('2026-11-21T12:00:00Z', contacts);
      expect([calendar.mails(), entries.length >= 24]).toEqual([[], true]);
    }
  });
});
