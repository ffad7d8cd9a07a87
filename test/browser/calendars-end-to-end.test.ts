import type { Local } from '@concord/local';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pressOn, tickOn } from './keyboard.ts';
import { faultsOf } from './looks.ts';
import { consent, heading, signIn, start, waitLive } from './steps.ts';
import { openWholeStack, until, type WholeStack } from './whole-stack.ts';

const owner = 'margaret@quillfeather.example.com';
const timeoutMs = 60_000;
const review = 'Weekly review';
const farAway = Date.UTC(2100, 0);
const datesOf = (dates: readonly { readonly subject?: string | null }[]): readonly string[] =>
  dates.map(({ subject }) => subject ?? '').filter((title) => title === review || title.startsWith('In the '));

let stack: WholeStack;
let local: Local;
let page: Page;

beforeAll(async () => {
  stack = await openWholeStack(10);
  local = stack.local;
  page = await stack.newPage();
}, 120_000);

afterAll(async () => await stack?.close(), 30_000);

describe('two calendars', () => {
  it('are paired, previewed week by week, started, and follow each other date by date', {
    timeout: 180_000,
  }, async () => {
    const { sandbox } = local;
    if (sandbox === undefined) throw new Error('There is no sandbox.');
    const [clio, outlook] = [sandbox.clio.calendar, sandbox.microsoft.calendars(owner)];
    sandbox.microsoft.clearMails();
    clio.clearMails();
    const [own] = clio.calendars().filter(({ type }) => type === 'UserCalendar');
    if (own === undefined) throw new Error('The sample firm has no calendar.');

    const today = clio.today();
    const series = clio.add({
      summary: review,
      calendar: own.id,
      start: `${today}T06:00:00`,
      end: `${today}T06:30:00`,
      recurrence_rule: 'FREQ=WEEKLY;COUNT=4',
    });

    await signIn(page, local.url);
    await pressOn(page, page.getByRole('link', { name: /^Set up sync: Calendars: Clio and Microsoft 365/ }));
    await pressOn(page, page.getByRole('link', { name: /^Authorize .* Access$/ }));
    await consent(page, /^Accept/, owner);
    await heading(page, 'Which calendars').waitFor();
    await page.getByLabel(`Sync with: ${own.name}`).selectOption('Calendar', { timeout: timeoutMs });
    await pressOn(page, page.getByRole('button', { name: `Set up: ${own.name}`, exact: true }));

    await heading(page, 'Choose what to sync').waitFor();
    await tickOn(page, page.getByRole('checkbox', { name: /^Clio's own calendar sync/ }));
    await pressOn(page, page.getByRole('button', { name: 'Sync', exact: true }));
    await heading(page, 'Preview').waitFor({ timeout: timeoutMs });
    await page.getByText('Mails to others').first().waitFor();
    await page.getByText('Times are those of').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await start(page);
    await waitLive(page, { timeoutMs });

    const there = outlook.list().find(({ subject }) => subject === review);
    if (there === undefined) throw new Error('The series did not arrive.');
    const [, second, third] = clio.instances(series);
    outlook.editInstance(there.id, second?.start.slice(0, 10) ?? '', { subject: 'In the library' });
    await until(() => clio.list({ calendar: own.id }).some(({ summary }) => summary === 'In the library'));
    clio.editInstance(series, third?.start ?? '', { summary: 'In the archive' });
    await until(() => datesOf(outlook.agenda(0, farAway)).includes('In the archive'));
    expect(datesOf(outlook.agenda(0, farAway)).toSorted()).toEqual([
      'In the archive',
      'In the library',
      review,
      review,
    ]);

    expect(sandbox.microsoft.mails()).toEqual([]);
    expect(clio.mails()).toEqual([]);
    expect(local.guard.denied()).toEqual([]);
  });
});
