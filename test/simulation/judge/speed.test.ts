import { expect, it } from 'vitest';
import { clio, hourMs, minuteMs, outlook, type Tale, tell } from './tale.ts';

const people = Array.from({ length: 15 }, (_, index) => `p${index}`);
const happenings = 5_000;

function longTale(): Tale {
  const tale = tell();
  for (const tag of people) tale.born(tag, clio, { firstName: tag, emails: [`${tag}@example.org`] });
  tale.live();
  tale.works(({ writes }) => {
    for (const tag of people) writes(tag, outlook, { firstName: tag, emails: [`${tag}@example.org`] });
  });
  for (let round = 0; tale.history.all().length < happenings; round += 1) {
    const tag = people[round % people.length] ?? '';
    const [before, after] = [round < people.length ? '' : `title ${round - people.length}`, `title ${round}`];
    tale.edits(tag, clio, 'jobTitle', before, after);
    tale.wait(minuteMs);
    tale.works(({ calls, writes }) => {
      for (let call = 0; call < 20; call += 1) calls({ provider: 'clio' });
      writes(tag, outlook, { firstName: tag, emails: [`${tag}@example.org`], jobTitle: after });
    });
    tale.wait(6 * hourMs);
  }
  return tale;
}

/** It takes 2 ms; the rest is room for a machine that does other things as well. */
const mostMs = 25;

it('judges 5,000 happenings in a few milliseconds', () => {
  const times = Array.from({ length: 12 }, () => {
    const tale = longTale();
    const since = performance.now();
    expect(tale.verdict().violations).toEqual([]);
    return performance.now() - since;
  });
  expect(Math.min(...times)).toBeLessThan(mostMs);
});
