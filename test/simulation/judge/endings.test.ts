import { describe, expect, it } from 'vitest';
import type { FirmPlan } from '../story.ts';
import { agreesWithinRounds, type Invariant } from './index.ts';
import { clio, hourMs, member, minuteMs, outlook, syncOf, type Tale, tell } from './tale.ts';
import { arrivesWithinMs } from './told-changes.ts';

const others = 'outlook 7001-2';
const shown = { firstName: 'Anna', jobTitle: 'Notary' };

/** Anna is in Clio and, by Concord’s hand, in Outlook; the other member’s mailbox too where there is one. */
function joined(plan: Partial<FirmPlan> = {}, more: Parameters<typeof tell>[1] = {}): Tale {
  const tale = tell(plan, more);
  tale.born('anna', clio, shown);
  tale.live();
  tale.works(({ writes }) => writes('anna', outlook, shown));
  if (plan.members === 2) {
    tale.live('7001-2');
    tale.works(({ writes }) => writes('anna', others, shown), { of: '7001-2' });
  }
  tale.wait(hourMs);
  return tale;
}

const heals = (tale: Tale): Tale => {
  tale.note({ kind: 'phase', phase: 'healed' });
  tale.wait(minuteMs);
  return tale;
};
const expectKept = (tale: Tale, invariant: Invariant): void => {
  expect(tale.said(invariant)).toEqual([]);
  expect(tale.verdict().tested[invariant]).toBeGreaterThan(0);
};
const expectBroken = (tale: Tale, invariant: Invariant, says: RegExp): void => {
  expect(tale.said(invariant).join('\n')).toMatch(says);
  expect(tale.verdict().tested[invariant]).toBeGreaterThan(0);
};
const writes = (tale: Tale, book: string, details: Parameters<Tale['born']>[2] | undefined): Tale => {
  tale.works((hand) => hand.writes('anna', book, details));
  return tale;
};

describe('I1, agreement', () => {
  it('is kept when both sides say the same', () => expectKept(joined(), 'I1'));

  it('is broken when a detail differs', () => {
    const tale = joined();
    tale.edits('anna', clio, 'jobTitle', 'Notary', 'Baker');
    expectBroken(tale, 'I1', /jobTitle: "Baker" \/ "Notary"/u);
  });

  it('is broken when somebody never arrives', () => {
    const tale = joined();
    tale.born('bert', clio);
    expectBroken(tale, 'I1', /bert is missing in outlook 7001-1/u);
  });

  it('is broken when somebody of a mailbox never arrives in Clio', () => {
    const tale = joined();
    tale.born('bert', outlook);
    expectBroken(tale, 'I1', /bert is missing in clio 7001/u);
  });

  it('expects nobody where a sync was stopped, but where it was begun and stays paused', () => {
    const stopped = joined();
    stopped.born('bert', clio);
    stopped.wishes('stop', { sync: syncOf(member) });
    stopped.sees('stopped');
    expectKept(stopped, 'I1');
    const paused = joined();
    paused.sees('paused', { trouble: 'grantLost' });
    expectBroken(paused, 'I1', /is paused in the end/u);
  });

  describe('after a delete in Clio', () => {
    const deleted = (left: FirmPlan['deletes']['left'], carriesOn: boolean): Tale => {
      const tale = joined({ deletes: { left, right: 'release' } });
      tale.removes('anna', clio);
      return carriesOn ? writes(tale, outlook, undefined) : tale;
    };
    it.each([
      ['propagate', true, []],
      ['propagate', false, [expect.stringMatching(/left behind/u)]],
      ['release', false, []],
      ['release', true, [expect.stringMatching(/missing in outlook/u)]],
      ['ask', false, []],
      ['ask', true, [expect.stringMatching(/missing in outlook/u)]],
    ] as const)('with the policy %s, and carried on: %s', (left, carriesOn, said) => {
      expect(deleted(left, carriesOn).said('I1')).toEqual(said);
    });

    it('takes any answer for what the person wanted', () => {
      for (const answer of ['delete', 'keep', 'resend']) {
        const tale = deleted('ask', answer === 'delete');
        tale.wishes('answer', { sync: syncOf(member), tag: 'anna', answer });
        expect(tale.said('I1')).toEqual([]);
      }
    });

    it('expects the card gone from every mailbox', () => {
      const tale = joined({ members: 2 });
      tale.removes('anna', clio);
      writes(tale, outlook, undefined);
      expectBroken(tale, 'I1', /left behind in outlook 7001-2/u);
    });

    it('leaves open what becomes of a card that was edited since', () => {
      const tale = deleted('propagate', false);
      tale.edits('anna', outlook, 'jobTitle', 'Notary', 'Baker');
      expect(tale.said('I1')).toEqual([]);
    });
  });

  describe('after a delete in a mailbox', () => {
    it('expects her in Clio and in the other mailbox where such deletes are released', () => {
      const tale = joined({ members: 2 });
      tale.removes('anna', outlook);
      expectKept(tale, 'I1');
      const wrong = joined({ members: 2 });
      wrong.removes('anna', outlook);
      writes(wrong, clio, undefined);
      expectBroken(wrong, 'I1', /missing in clio 7001/u);
    });

    it('expects nobody anywhere where such deletes are carried on', () => {
      const carried = (tale: Tale): Tale => {
        tale.removes('anna', outlook);
        writes(tale, clio, undefined);
        return tale;
      };
      const plan = { members: 2, deletes: { left: 'propagate', right: 'propagate' } } as const;
      const whole = carried(joined(plan));
      whole.works((hand) => hand.writes('anna', others, undefined), { of: '7001-2' });
      expectKept(whole, 'I1');
      const kept = carried(joined({ ...plan, deletes: { left: 'release', right: 'propagate' } }));
      expect(kept.said('I1')).toEqual([]);
    });

    it('expects her in Clio when she was only moved to another folder', () => {
      const tale = joined({ deletes: { left: 'propagate', right: 'propagate' } });
      tale.removes('anna', outlook, 'left');
      expectKept(tale, 'I1');
      expect(writes(tale, clio, undefined).verdict().violations).toEqual([]);
    });
  });

  it('takes it for decided where somebody said that a delete in a mailbox is to be carried on', () => {
    const tale = joined({ deletes: { left: 'propagate', right: 'ask' } });
    tale.removes('anna', outlook);
    tale.wishes('answer', { sync: syncOf(member), tag: 'anna', answer: 'delete' });
    expectKept(writes(tale, clio, undefined), 'I1');
  });

  it('measures the hours until the last write, and allows so many', () => {
    const late = (hours: number): Tale => {
      const tale = joined();
      tale.edits('anna', clio, 'jobTitle', 'Notary', 'Baker');
      tale.note({ kind: 'phase', phase: 'healed' });
      tale.wait(hours * hourMs);
      return writes(tale, outlook, { ...shown, jobTitle: 'Baker' });
    };
    expect(late(agreesWithinRounds).verdict().rounds).toBe(agreesWithinRounds);
    expectKept(late(agreesWithinRounds), 'I1');
    expectBroken(late(agreesWithinRounds + 1), 'I1', /27 hours after/u);
  });
});

describe('I2, rest', () => {
  const quiet = (tale: Tale): Tale => {
    tale.note({ kind: 'phase', phase: 'quiet' });
    tale.note({ kind: 'phase', phase: 'round' });
    return tale;
  };
  it('is kept when nothing is written', () => {
    const tale = quiet(joined());
    tale.works(({ calls }) => calls({}));
    expectKept(tale, 'I2');
  });
  it('is broken by a change', () => expectBroken(writes(quiet(joined()), outlook, shown), 'I2', /anna is written/u));
  it('is broken by a write that changes nothing', () => {
    const tale = quiet(joined());
    tale.works(({ calls }) => calls({ writes: true, what: 'PATCH /contacts/*', status: 412 }));
    expectBroken(tale, 'I2', /PATCH .* in a quiet round/u);
  });
});

describe('I3, no lost edit', () => {
  it('is kept when an edit is in Clio in the end', () => {
    const tale = joined();
    tale.edits('anna', outlook, 'jobTitle', 'Notary', 'Baker');
    expectKept(writes(tale, clio, { ...shown, jobTitle: 'Baker' }), 'I3');
  });

  it('is broken when it is not', () => {
    const tale = joined();
    tale.edits('anna', outlook, 'jobTitle', 'Notary', 'Baker');
    expectBroken(writes(tale, outlook, shown), 'I3', /jobTitle is "Notary", not "Baker"/u);
  });

  it.each(['left', 'right'] as const)('where the %s wins, minds what is said of somebody merged', (conflicts) => {
    const tale = joined({ conflicts });
    tale.born('bert', outlook, { ...shown, jobTitle: 'Cook' });
    tale.works((hand) => hand.writes('bert', clio, { ...shown, jobTitle: 'Cook' }));
    tale.edits('anna', clio, 'jobTitle', 'Notary', 'Judge');
    tale.merges('anna', 'bert');
    writes(tale, clio, { ...shown, jobTitle: 'Cook' });
    if (conflicts === 'right') expectKept(tale, 'I3');
    else expectBroken(tale, 'I3', /jobTitle is "Cook", not "Judge"/u);
  });

  it.each([
    ['left', 'Baker'],
    ['right', 'Cook'],
  ] as const)('lets the %s win where both wrote over the same', (conflicts, winner) => {
    const end = (jobTitle: string): Tale => {
      const tale = joined({ conflicts });
      tale.edits('anna', clio, 'jobTitle', 'Notary', 'Baker');
      tale.edits('anna', outlook, 'jobTitle', 'Notary', 'Cook');
      return writes(writes(tale, clio, { ...shown, jobTitle }), outlook, { ...shown, jobTitle });
    };
    expectKept(end(winner), 'I3');
    expectBroken(end(winner === 'Baker' ? 'Cook' : 'Baker'), 'I3', new RegExp(`not "${winner}"`, 'u'));
  });

  it('does not miss what went with Clio’s card, when one mailbox brings that card back', () => {
    const back = (isDeleted: boolean): Tale => {
      const tale = joined({ deletes: { left: 'propagate', right: 'propagate' } });
      tale.edits('anna', clio, 'phones', undefined, 'the fax');
      if (isDeleted) tale.works((hand) => hand.writes('anna', clio, undefined));
      return writes(tale, clio, shown);
    };
    expect(back(true).said('I3')).toEqual([]);
    expectBroken(back(false), 'I3', /phones the fax is missing/u);
  });

  it('is broken when an entry of a list is missing, back, or nobody’s', () => {
    const ends = (phones: readonly string[]): Tale => {
      const tale = joined();
      tale.edits('anna', clio, 'phones', undefined, '1');
      tale.edits('anna', clio, 'phones', '1', '2');
      tale.works((hand) => hand.writes('anna', clio, { ...shown, phones }));
      return tale;
    };
    expectKept(ends(['2']), 'I3');
    expectBroken(ends([]), 'I3', /phones 2 is missing/u);
    expectBroken(ends(['1', '2']), 'I3', /phones 1 was taken away, and is back/u);
    expectBroken(ends(['2', '9']), 'I3', /phones 9 was written by nobody/u);
  });

  it('lets go what was written in a mailbox just before its card went', () => {
    const tale = joined();
    tale.edits('anna', outlook, 'jobTitle', 'Notary', 'Baker');
    tale.removes('anna', outlook);
    expectKept(tale, 'I3');
  });

  it('is broken when a card goes that had something which Clio did not know', () => {
    const unsent = (after: string): Tale => {
      const tale = joined();
      tale.edits('anna', outlook, 'jobTitle', 'Notary', after);
      if (after === 'known') writes(tale, clio, { ...shown, jobTitle: after });
      tale.removes('anna', clio);
      return writes(tale, outlook, undefined);
    };
    expectBroken(unsent('Baker'), 'I3', /was changed in outlook 7001-1 \(jobTitle "Baker"\), and is gone/u);
    expectKept(unsent('known'), 'I3');
  });

  it('is broken by such a card also when it was edited once more', () => {
    const tale = joined();
    tale.edits('anna', outlook, 'jobTitle', 'Notary', 'Baker');
    tale.removes('anna', clio);
    tale.edits('anna', outlook, 'jobTitle', 'Baker', 'Cook');
    expectBroken(writes(tale, outlook, undefined), 'I3', /jobTitle "Baker"/u);
  });

  it('asks the same of an entry of a list', () => {
    const unsent = (isKnown: boolean): Tale => {
      const tale = joined();
      tale.edits('anna', outlook, 'phones', undefined, '1');
      if (isKnown) writes(tale, clio, { ...shown, phones: ['1'] });
      tale.removes('anna', clio);
      return writes(tale, outlook, undefined);
    };
    expectBroken(unsent(false), 'I3', /phones 1/u);
    expectKept(unsent(true), 'I3');
  });

  it('does not expect what was written in a mailbox whose sync was stopped', () => {
    const tale = joined();
    tale.wishes('stop', { sync: syncOf(member) });
    tale.sees('stopped');
    tale.edits('anna', outlook, 'jobTitle', 'Notary', 'Baker');
    expectKept(tale, 'I3');
  });

  it('is broken by somebody whom nobody typed in', () => {
    const tale = joined();
    tale.edits('anna', clio, 'prefix', '', 'Dr.');
    tale.works((hand) => hand.writes('x', clio, { firstName: 'Nobody', tags: [] }));
    expectBroken(tale, 'I3', /stranger Nobody/u);
  });
});

describe('I4, different details', () => {
  const meet = (jobTitle: string, prefix: string): Tale => {
    const tale = joined();
    tale.edits('anna', clio, 'jobTitle', 'Notary', 'Baker');
    tale.edits('anna', outlook, 'prefix', '', 'Dr.');
    for (const book of [clio, outlook]) writes(tale, book, { firstName: 'Anna', jobTitle, prefix });
    return tale;
  };
  it('is kept when both are in both books', () => expectKept(meet('Baker', 'Dr.'), 'I4'));
  it('is broken when one gave way', () => {
    expectBroken(meet('Notary', 'Dr.'), 'I4', /jobTitle "Baker"/u);
    expectBroken(meet('Baker', ''), 'I4', /prefix "Dr."/u);
  });
  it('is not tried by edits of one book, nor by those far apart', () => {
    const tale = joined();
    tale.edits('anna', clio, 'jobTitle', 'Notary', 'Baker');
    tale.edits('anna', clio, 'prefix', '', 'Dr.');
    tale.wait(hourMs);
    tale.edits('anna', outlook, 'middleName', '', 'B.');
    expect(tale.verdict().tested.I4).toBe(0);
  });
});

describe('I12, what was told', () => {
  const edited = (more: Parameters<typeof tell>[1] = {}): Tale => {
    const tale = joined({}, more);
    tale.edits('anna', clio, 'jobTitle', 'Notary', 'Baker');
    return heals(tale);
  };
  const byNight = (tale: Tale, hours: number): Tale => {
    tale.wait(hours * hourMs);
    return writes(tale, outlook, { ...shown, jobTitle: 'Baker' });
  };

  it('is kept when it arrives within hours', () => {
    const tale = edited();
    writes(tale, outlook, { ...shown, jobTitle: 'Baker' });
    tale.wait(arrivesWithinMs);
    tale.sees('live');
    expectKept(tale, 'I12');
  });

  it('is broken when it arrives only by night, though all is well in the end', () => {
    const tale = edited();
    tale.wait(arrivesWithinMs);
    tale.sees('live');
    expectBroken(byNight(tale, 22), 'I12', /jobTitle: "Baker" \/ "Notary"/u);
    expect(tale.said('I1')).toEqual([]);
  });

  it('is not tried where the night came first, or a cloud hides what is there', () => {
    expect(byNight(edited(), 26).verdict().tested.I12).toBe(0);
    const blind = edited({ habits: [['clio.staleList', { rate: 0.5 }]] });
    blind.wait(arrivesWithinMs);
    blind.sees('live');
    expect(blind.verdict().tested.I12).toBe(0);
  });

  it('waits longer after somebody asked for something', () => {
    const tale = edited();
    tale.wait(arrivesWithinMs - 2 * minuteMs);
    tale.wishes('start', { sync: syncOf(member) });
    tale.wait(hourMs);
    tale.sees('live');
    expect(tale.verdict().tested.I12).toBe(0);
  });
});

describe('I16, what is refused', () => {
  const refused = (parked: number): Tale => {
    const tale = joined();
    tale.born('bad', clio, { jobTitle: 'x [refuse]' });
    tale.sees('live', { parked });
    return tale;
  };
  it('is kept when it is listed', () => {
    expectKept(refused(1), 'I16');
    expect(refused(1).said('I1')).toEqual([]);
  });
  it('is broken when it is not', () => expectBroken(refused(0), 'I16', /1 are refused .* 0 are listed/u));
  it('needs no listing when somebody wanted it left out', () => {
    const tale = refused(0);
    tale.wishes('answer', { sync: syncOf(member), tag: 'bad', answer: 'keep' });
    expect(tale.said('I16')).toEqual([]);
  });
  it('is tried by whatever is written meanwhile', () => {
    const tale = refused(1);
    const before = refused(1).verdict().tested.I16;
    writes(tale, outlook, { ...shown, jobTitle: 'Baker' });
    expect(tale.verdict().tested.I16).toBe(before + 1);
    expect(joined().verdict().tested.I16).toBe(0);
  });
});

describe('I24, the activity', () => {
  it('is kept when each write has a line', () => expectKept(joined(), 'I24'));

  it.each(['ends', 'dies'] as const)('is broken by a write without one, of a worker that %s', (end) => {
    const tale = joined();
    tale.works((hand) => hand.writes('anna', outlook, { ...shown, jobTitle: 'Baker' }, 'untold'), { end });
    expectBroken(tale, 'I24', /anna: changed on the right .* no line tells of it/u);
  });

  it('is broken by two writes that share a line', () => {
    const tale = joined();
    for (const line of [undefined, 'untold'] as const)
      tale.works((hand) => hand.writes('anna', outlook, { ...shown, jobTitle: line ?? 'Baker' }, line));
    expectBroken(tale, 'I24', /no line tells of it/u);
  });

  it('is kept when a write is told later, once it was found out', () => {
    const tale = joined();
    tale.born('bert', clio, { firstName: 'Bert' });
    tale.works((hand) => hand.writes('bert', outlook, { firstName: 'Bert' }, 'untold'), { end: 'dies' });
    tale.wait(hourMs);
    tale.note({
      kind: 'audit',
      firm: '7001',
      sync: syncOf(member),
      what: 'linked',
      side: 'right',
      title: 'Bert',
      because: '',
      fields: [],
    });
    expectKept(tale, 'I24');
  });

  it('is kept when a line is titled as the card of the other side was until a moment before, and no longer', () => {
    const titled = (pauseMs: number): Tale => {
      const tale = joined();
      writes(tale, clio, { ...shown, firstName: 'Annette' });
      tale.wait(pauseMs);
      writes(tale, outlook, { ...shown, firstName: 'Annette' });
      tale.wait(pauseMs);
      tale.works((hand) =>
        hand.writes('anna', outlook, { ...shown, firstName: 'Annette', jobTitle: 'Baker' }, 'untold'),
      );
      const fields = [{ label: 'Job title', before: 'Notary', after: 'Baker' }];
      const line = { kind: 'audit', firm: '7001', sync: syncOf(member), what: 'changed', side: 'right' } as const;
      tale.note({ ...line, because: '', title: 'Anna', fields });
      return tale;
    };
    expectKept(titled(minuteMs), 'I24');
    expectBroken(titled(hourMs), 'I24', /no line tells of it/u);
  });

  it('leaves a line to who has no other, though it is nearer to somebody who was called so a moment before', () => {
    const told = (titles: readonly string[]): Tale => {
      const tale = joined();
      tale.born('bert', clio, shown);
      tale.works((hand) => hand.writes('bert', outlook, shown));
      tale.wait(hourMs);
      const bert = { ...shown, firstName: 'Bert' };
      for (const book of [clio, outlook]) tale.works((hand) => hand.writes('bert', book, bert));
      tale.wait(minuteMs);
      tale.works((hand) => {
        hand.writes('bert', outlook, { ...bert, jobTitle: 'Cook' }, 'untold');
        hand.writes('anna', outlook, { ...shown, jobTitle: 'Baker' }, 'untold');
      });
      const line = { kind: 'audit', firm: '7001', sync: syncOf(member), what: 'changed', side: 'right' } as const;
      for (const title of titles) {
        tale.note({ ...line, because: '', title, fields: [{ label: 'Job title', before: 'Notary', after: '' }] });
        tale.wait(1000);
      }
      return tale;
    };
    expectKept(told(['Anna', 'Bert']), 'I24');
    expectBroken(told(['Anna']), 'I24', /no line tells of it/u);
    expectBroken(told(['Bert']), 'I24', /anna: changed on the right .* no line tells of it/u);
  });

  it('gives two of one name each the line that fits', () => {
    const changed = (second: string): Tale => {
      const tale = joined();
      tale.born('bert', clio, shown);
      tale.works((hand) => hand.writes('bert', outlook, shown));
      tale.wait(hourMs);
      tale.works((hand) => {
        hand.writes('anna', outlook, { ...shown, jobTitle: 'Baker' }, 'untold');
        hand.writes('bert', outlook, { ...shown, jobTitle: 'Cook', prefix: 'Dr' }, 'untold');
      });
      const line = { kind: 'audit', firm: '7001', sync: syncOf(member), what: 'changed', side: 'right' } as const;
      for (const labels of [['Job title', 'Prefix'], [second]])
        tale.note({
          ...line,
          because: '',
          title: 'Anna',
          fields: labels.map((label) => ({ label, before: '', after: '' })),
        });
      return tale;
    };
    expectKept(changed('Job title'), 'I24');
    expectBroken(changed('Prefix'), 'I24', /anna: changed on the right .* no line tells of it/u);
  });

  it('does not ask for a line of what nobody heard of before a person took the card away', () => {
    const made = (pauseMs: number): Tale => {
      const tale = joined();
      tale.born('bert', clio, { firstName: 'Bert' });
      tale.works((hand) => hand.writes('bert', outlook, { firstName: 'Bert' }, 'untold'), { end: 'dies' });
      tale.wait(pauseMs);
      tale.removes('bert', outlook);
      return tale;
    };
    expectKept(made(minuteMs), 'I24');
    expectBroken(made(hourMs), 'I24', /bert: added on the right .* no line tells of it/u);
  });

  it('does not ask for a line of what nobody heard of before another sync wrote over it, but for all that was heard', () => {
    const overwritten = (end: 'ends' | 'dies', jobTitle: string): Tale => {
      const tale = joined({ members: 2 });
      const baker = { ...shown, jobTitle: 'Baker' };
      tale.works((hand) => hand.writes('anna', clio, { ...baker, prefix: 'Dr' }, 'untold'), { end });
      tale.wait(minuteMs);
      tale.works((hand) => hand.writes('anna', clio, { ...shown, jobTitle }), { of: '7001-2' });
      return tale;
    };
    expectKept(overwritten('dies', 'Cook'), 'I24');
    expectBroken(overwritten('ends', 'Cook'), 'I24', /anna: changed on the left .* no line tells of it/u);
    expectBroken(overwritten('dies', 'Baker'), 'I24', /anna: changed on the left .* no line tells of it/u);
  });

  it('does not ask for a line of what nobody heard of where that cloud does not show what is there', () => {
    const hidden = (habit: string, end: 'ends' | 'dies'): Tale => {
      const tale = joined({}, { habits: [[habit, { rate: 1 }]] });
      tale.works((hand) => hand.writes('anna', outlook, { ...shown, jobTitle: 'Baker' }, 'untold'), { end });
      return tale;
    };
    expectKept(hidden('microsoft.staleRead', 'dies'), 'I24');
    expectBroken(hidden('microsoft.staleRead', 'ends'), 'I24', /no line tells of it/u);
    expectBroken(hidden('clio.staleList', 'dies'), 'I24', /no line tells of it/u);
  });

  it('is broken by a line that leaves a detail out', () => {
    const tale = joined();
    tale.works((hand) => hand.writes('anna', outlook, { ...shown, jobTitle: 'Baker', middleName: 'B.' }, 'untold'));
    const fields = [{ label: 'Job title', before: 'Notary', after: 'Baker' }];
    const line = {
      kind: 'audit',
      firm: '7001',
      sync: syncOf(member),
      what: 'changed',
      side: 'right',
      because: '',
      fields,
    } as const;
    tale.note({ ...line, title: 'Anna' });
    tale.wait(hourMs);
    expectBroken(tale, 'I24', /no line tells of it/u);
  });

  it('is broken by a line for which nothing was written', () => {
    const tale = joined();
    const fields = [{ label: 'Job title', before: '', after: 'Cook' }];
    const line = { kind: 'audit', firm: '7001', sync: syncOf(member), title: 'Carl', because: '', fields } as const;
    tale.note({ ...line, what: 'added', side: 'left' });
    tale.note({ ...line, what: 'deleted', side: 'left' });
    expect(tale.said('I24')).toEqual([
      expect.stringMatching(/"Carl" was added on the left, and nothing was/u),
      expect.stringMatching(/"Carl" was deleted on the left, and nothing was/u),
    ]);
  });

  it('takes what somebody else did for what a worker was about to do when it died, and only then', () => {
    const lookedAlike = (end: 'ends' | 'dies', isByPerson: boolean): Tale => {
      const tale = joined();
      tale.works(() => undefined, { end });
      if (isByPerson) tale.edits('anna', outlook, 'jobTitle', 'Notary', 'Baker');
      const fields = [{ label: 'Job title', before: 'Notary', after: 'Baker' }];
      const line = { kind: 'audit', firm: '7001', sync: syncOf(member), what: 'changed', side: 'right' } as const;
      tale.note({ ...line, because: '', title: 'Anna', fields });
      return tale;
    };
    expect(lookedAlike('dies', true).said('I24')).toEqual([]);
    for (const tale of [lookedAlike('ends', true), lookedAlike('dies', false)])
      expect(tale.said('I24')).toEqual([expect.stringMatching(/"Anna" was changed on the right, and nothing was/u)]);
  });

  it('lets any sync of the firm tell of a company that a worker made along the way and died over, and no other firm', () => {
    const found = (end: 'ends' | 'dies', firm: string, title = 'Baker & Sons'): Tale => {
      const tale = joined();
      tale.works((hand) => hand.writes('', clio, { tags: [], isCompany: true, company: 'Baker & Sons' }, 'untold'), {
        end,
      });
      const line = { kind: 'audit', firm, sync: syncOf(`${firm}-2`), what: 'added', side: 'left' } as const;
      tale.note({ ...line, because: '', title, fields: [] });
      return tale;
    };
    expectKept(found('dies', '7001'), 'I24');
    for (const tale of [found('ends', '7001'), found('dies', '7002'), found('dies', '7001', 'Cook & Sons')])
      expectBroken(tale, 'I24', /company Baker & Sons: added on the left .* no line tells of it/u);
  });

  it('reads Concord’s clock as far ahead as it is', () => {
    expectKept(joined({}, { skewMs: 20 * minuteMs }), 'I24');
  });
});
