import { createManualWorld, createSandbox, sampleFirm, seedSandbox } from '@concord/sandbox';
import { describe, expect, it } from 'vitest';

const owner = sampleFirm.users[0].email;
const dayMs = 86_400_000;

async function sample(startAt: number) {
  const world = createManualWorld({ startAt });
  const sandbox = createSandbox(world, { limits: true });
  await seedSandbox(sandbox, { contacts: 5 });
  return { world, sandbox, calendars: sandbox.google.calendars(owner) };
}

describe('the sample calendar in the Google look-alike', () => {
  // Before the clocks go forward, in summer, and across the turn of a year.
  it.each(['2026-03-02', '2026-07-15', '2026-12-27'])('lies around today, on %s', async (day) => {
    const { world, calendars } = await sample(Date.parse(`${day}T15:00:00Z`));
    const events = calendars.events();
    expect(events.length).toBeGreaterThanOrEqual(25);
    const near = calendars.agenda(world.now() - 14 * dayMs, world.now() + 28 * dayMs);
    expect(near.length).toBeGreaterThanOrEqual(25);
    expect(calendars.today()).toBe(day);
  });

  it('has a series with a moved and a cancelled instance, whole days, a private event and one with a guest', async () => {
    const { calendars, sandbox } = await sample(Date.UTC(2026, 2, 2, 15));
    const events = calendars.events();
    const [series] = events.filter(({ summary, recurrence }) => recurrence && summary === 'Team stand-up');
    const own = events.filter(({ recurringEventId }) => recurringEventId === series?.id);
    expect(own.map(({ status }) => status)).toEqual(['confirmed', 'cancelled']);
    expect(own[0]?.start?.dateTime).not.toBe(own[0]?.originalStartTime?.dateTime);
    const lengths = events.flatMap(({ start, end }) =>
      start?.date && end?.date ? [(Date.parse(end.date) - Date.parse(start.date)) / dayMs] : [],
    );
    expect(lengths.toSorted()).toEqual([1, 1, 1, 2]);
    expect(events.filter(({ visibility }) => visibility === 'private')).toHaveLength(1);
    expect(events.filter(({ attendees }) => attendees).map(({ summary }) => summary)).toEqual(['Case review']);
    expect(sandbox.google.mails()).toEqual([]);
  });
});
