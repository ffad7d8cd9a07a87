import { describe, expect, it } from 'vitest';
import type { FirmPlan } from '../story.ts';
import { callsPerQuietRound, failuresPerMinute, slicesPerMinute } from './effort.ts';
import { type Invariant, invariants } from './index.ts';
import { clio, hourMs, member, minuteMs, outlook, syncOf, type Tale, tell } from './tale.ts';

/** Anna is in Clio, and Concord has made her card in Outlook. */
function joined(plan: Partial<FirmPlan> = {}, more: Parameters<typeof tell>[1] = {}): Tale {
  const tale = tell(plan, more);
  tale.born('anna', clio, { jobTitle: 'Notary' });
  tale.live();
  tale.works(({ writes }) => writes('anna', outlook, { firstName: 'Anna', jobTitle: 'Notary' }));
  tale.wait(hourMs);
  return tale;
}

const expectKept = (tale: Tale, invariant: Invariant): void => {
  expect(tale.said(invariant)).toEqual([]);
  expect(tale.verdict().tested[invariant]).toBeGreaterThan(0);
};
const expectBroken = (tale: Tale, invariant: Invariant, says: RegExp): void => {
  expect(tale.said(invariant).join('\n')).toMatch(says);
  expect(tale.verdict().tested[invariant]).toBeGreaterThan(0);
};

describe('a story in which nothing goes wrong', () => {
  it('is found to keep everything', () => {
    expect(joined().verdict().violations).toEqual([]);
  });

  it('counts nothing that was not tried', () => {
    const { tested } = tell().verdict();
    expect(Object.keys(tested)).toEqual(Object.keys(invariants));
    expect(Object.values(tested).every((times) => times === 0)).toBe(true);
  });
});

describe('I5, nobody twice', () => {
  it('is kept when Concord makes somebody who was not there', () => expectKept(joined(), 'I5'));

  it('is broken by a second card beside one that a person made', () => {
    const tale = tell();
    tale.born('anna', clio);
    tale.live();
    tale.note({ kind: 'born', tag: 'anna', firm: '7001', book: outlook, card: cardWith('her own') });
    tale.note({ kind: 'change', book: outlook, id: 'her own', after: cardWith('her own'), by: 'person' });
    tale.works(({ writes }) => writes('anna', outlook, { firstName: 'Anna' }));
    expectBroken(tale, 'I5', /anna is there twice in outlook 7001-1/u);
  });

  it('is broken by a card that is given to somebody who has one', () => {
    const tale = joined();
    tale.born('bert', clio);
    tale.works(({ writes }) => writes('bert', outlook, { firstName: 'Bert' }));
    tale.works(({ writes }) => writes('bert', outlook, { firstName: 'Bert', tags: ['anna', 'bert'] }));
    expectBroken(tale, 'I5', /anna is there twice/u);
  });

  it('is broken when somebody who was moved to another folder is made anew', () => {
    const tale = joined();
    tale.removes('anna', outlook, 'left');
    tale.works(({ writes }) => writes('anna', outlook, { firstName: 'Anna' }));
    expectBroken(tale, 'I5', /another folder/u);
  });

  it('leaves to people what people do twice', () => {
    const tale = joined();
    tale.note({ kind: 'change', book: outlook, id: 'copy', after: cardWith('copy'), by: 'person' });
    expect(tale.said('I5')).toEqual([]);
  });

  it('excuses companies made twice where searches are blind, and no people', () => {
    const company = (habits: readonly (readonly [string, { rate: number }])[]) => {
      const tale = tell({}, { habits });
      tale.live();
      for (const id of ['one', 'two'])
        tale.works(({ writes }) => writes(id, clio, { isCompany: true, company: 'Acme', tags: [] }));
      return tale.said('I5');
    };
    expect(company([])).toHaveLength(1);
    expect(company([['clio.queryLag', { rate: 0.2 }]])).toEqual([]);
  });
});

describe('I6, nobody made twice in one life', () => {
  it('is kept when somebody is made again who was taken away by a person in between', () => {
    const tale = joined();
    tale.removes('anna', outlook);
    tale.works(({ writes }) => writes('anna', outlook, { firstName: 'Anna' }));
    expectKept(tale, 'I6');
  });

  it('is broken when a create is simply repeated', () => {
    const tale = joined();
    tale.works(({ number }) => {
      tale.note({ kind: 'change', book: outlook, id: 'again', after: cardWith('again'), by: number });
    });
    expectBroken(tale, 'I6', /made in outlook 7001-1 twice/u);
  });
});

describe('I7, nobody comes back', () => {
  const remade = (tale: Tale, book: string): Tale => {
    tale.wait(minuteMs);
    tale.works(({ writes }) => writes('anna', book, { firstName: 'Anna' }));
    return tale;
  };
  const deletedIn = (book: string): Tale => {
    const tale = joined();
    tale.removes('anna', book);
    return tale;
  };

  it('is kept where a delete is left alone', () => expectKept(deletedIn(outlook), 'I7'));

  it.each([clio, outlook])('is broken when Concord makes her again in %s', (book) => {
    expectBroken(remade(deletedIn(book), book), 'I7', /anna was deleted in .* made there again/u);
  });

  it('is kept when a person said so', () => {
    const tale = deletedIn(clio);
    tale.wishes('answer', { sync: syncOf(member), tag: 'anna', answer: 'resend' });
    expectKept(remade(tale, clio), 'I7');
  });

  it('is broken when a person said that she stays deleted', () => {
    const tale = deletedIn(clio);
    tale.wishes('answer', { sync: syncOf(member), tag: 'anna', answer: 'keep' });
    expectBroken(remade(tale, clio), 'I7', /made there again/u);
  });

  it('is kept when the sync was begun anew, which offers her once more', () => {
    const tale = deletedIn(outlook);
    tale.wishes('stop', { sync: syncOf(member) });
    tale.wait(minuteMs);
    tale.live();
    expectKept(remade(tale, outlook), 'I7');
  });

  it('is kept when the other card was somebody’s own, and nobody knew yet that the two were one person', () => {
    const tale = tell();
    tale.born('anna', clio);
    tale.born('anna', outlook);
    tale.live();
    tale.removes('anna', clio);
    expectKept(remade(tale, clio), 'I7');
  });

  it('is kept when the worker that joined the two died over it', () => {
    const tale = tell();
    tale.born('anna', clio);
    tale.born('anna', outlook);
    tale.live();
    tale.works(({ writes }) => writes('anna', outlook, { firstName: 'Anna', prefix: 'Dr.' }), { end: 'dies' });
    tale.removes('anna', clio);
    expectKept(remade(tale, clio), 'I7');
  });

  it('is broken when the other card is Concord’s own, whatever became of the worker', () => {
    const tale = tell();
    tale.born('anna', clio);
    tale.live();
    tale.wait(minuteMs);
    tale.works(({ writes }) => writes('anna', outlook, { firstName: 'Anna' }), { end: 'dies' });
    tale.removes('anna', clio);
    expectBroken(remade(tale, clio), 'I7', /made there again/u);
  });

  it('is broken when she is back in the end, however she came', () => {
    const tale = deletedIn(outlook);
    tale.note({ kind: 'change', book: outlook, id: 'x', after: cardWith('x'), by: 'person' });
    tale.born('anna', outlook);
    expectBroken(tale, 'I7', /is there in the end/u);
  });
});

describe('I8, no wrong delete', () => {
  const deletes = (tale: Tale, book: string): Tale => {
    tale.wait(minuteMs);
    tale.works(({ writes }) => writes('anna', book, undefined));
    return tale;
  };

  it('is kept when Clio’s delete is carried on', () => {
    const tale = joined();
    tale.removes('anna', clio);
    expectKept(deletes(tale, outlook), 'I8');
  });

  it('is broken when she is still in Clio', () => {
    expectBroken(deletes(joined(), outlook), 'I8', /still in clio 7001/u);
  });

  it('is broken when deletes of that side are released', () => {
    const tale = joined();
    tale.removes('anna', outlook);
    expectBroken(deletes(tale, clio), 'I8', /not carried on \(release\)/u);
  });

  it('is kept when deletes of that side are carried on', () => {
    const tale = joined({ deletes: { left: 'ask', right: 'propagate' } });
    tale.removes('anna', outlook);
    expectKept(deletes(tale, clio), 'I8');
  });

  it('waits for the answer where a person is to be asked', () => {
    const asked = (answer?: string): Tale => {
      const tale = joined({ deletes: { left: 'ask', right: 'release' } });
      tale.removes('anna', clio);
      if (answer) tale.wishes('answer', { sync: syncOf(member), tag: 'anna', answer });
      return deletes(tale, outlook);
    };
    expectBroken(asked(), 'I8', /\(ask\)/u);
    expectBroken(asked('keep'), 'I8', /\(ask\)/u);
    expectKept(asked('delete'), 'I8');
  });

  it('is broken when she was only moved to another folder', () => {
    const tale = joined({ deletes: { left: 'propagate', right: 'propagate' } });
    tale.removes('anna', outlook, 'left');
    expectBroken(deletes(tale, clio), 'I8', /only moved/u);
  });

  it('is broken when she came back long before, and kept when the two crossed', () => {
    const crossed = (ms: number): Tale => {
      const tale = joined({ deletes: { left: 'propagate', right: 'propagate' } });
      tale.removes('anna', outlook);
      tale.wait(minuteMs);
      tale.returns('anna', outlook);
      tale.wait(ms);
      tale.works(({ writes }) => writes('anna', clio, undefined));
      return tale;
    };
    expectBroken(crossed(minuteMs), 'I8', /still in outlook/u);
    expectKept(crossed(5_000), 'I8');
  });

  it('is kept when she was made anew for another mailbox just then, and broken when that was long before', () => {
    const remade = (ms: number): Tale => {
      const tale = joined({ members: 2 });
      tale.live('7001-2');
      tale.removes('anna', clio);
      tale.wait(minuteMs);
      tale.works(({ writes }) => writes('anna', clio, { firstName: 'Anna' }), { of: '7001-2' });
      tale.wait(ms);
      tale.works(({ writes }) => writes('anna', outlook, undefined));
      return tale;
    };
    expectBroken(remade(minuteMs), 'I8', /still in clio/u);
    expectKept(remade(5_000), 'I8');
  });

  it('is broken when Concord has just made the card that she was deleted for', () => {
    const tale = tell();
    tale.born('anna', outlook);
    tale.live();
    tale.works(({ writes }) => {
      writes('anna', clio, { firstName: 'Anna' });
      writes('anna', outlook, undefined);
    });
    expectBroken(tale, 'I8', /still in clio/u);
  });

  it('is broken when nobody deleted anything: absence is no delete', () => {
    const tale = tell();
    tale.born('anna', outlook);
    tale.live();
    expectBroken(deletes(tale, outlook), 'I8', /nobody deleted it/u);
  });
});

describe('I9, the brake', () => {
  const everybody = Array.from({ length: 12 }, (_, index) => `p${index}`);
  const office = (): Tale => {
    const tale = tell();
    for (const tag of everybody) tale.born(tag, clio, { firstName: tag, jobTitle: 'Notary' });
    tale.live();
    tale.works(({ writes }) => {
      for (const tag of everybody) writes(tag, outlook, { firstName: tag, jobTitle: 'Notary' });
    });
    tale.sees('live');
    tale.wait(minuteMs);
    return tale;
  };
  const deleting = (tale: Tale, count: number, end: 'ends' | 'dies' = 'ends'): Tale => {
    for (const tag of everybody.slice(0, count)) tale.removes(tag, clio);
    tale.works(
      ({ writes }) => {
        for (const tag of everybody.slice(0, count)) writes(tag, outlook, undefined);
      },
      { end },
    );
    return tale;
  };
  const overwriting = (tale: Tale, count: number): Tale => {
    tale.works(({ writes }) => {
      for (const tag of everybody.slice(0, count)) writes(tag, outlook, { firstName: tag, jobTitle: 'Baker' });
    });
    return tale;
  };

  it('lets five deletes pass, and not six', () => {
    expectKept(deleting(office(), 5), 'I9');
    expectBroken(deleting(office(), 6), 'I9', /6 deletes .* on the right within a day; 5 are allowed/u);
  });

  it('lets five be overwritten, and not six', () => {
    expectKept(overwriting(office(), 5), 'I9');
    expectBroken(overwriting(office(), 6), 'I9', /6 overwrites/u);
  });

  it('lets half of a small book go', () => {
    const small = (count: number): Tale => {
      const tale = tell();
      for (const tag of everybody.slice(0, 4)) tale.born(tag, clio);
      tale.live();
      tale.works(({ writes }) => {
        for (const tag of everybody.slice(0, 4)) writes(tag, outlook, { firstName: tag });
      });
      tale.wait(minuteMs);
      return deleting(tale, count);
    };
    expectKept(small(2), 'I9');
    expectBroken(small(3), 'I9', /3 deletes .* 2 are allowed/u);
  });

  it('does not count blanks that are filled, nor what is overwritten again', () => {
    const tale = office();
    for (const title of ['Baker', 'Cook', 'Driver'])
      tale.works(({ writes }) => {
        for (const tag of everybody.slice(0, 5)) writes(tag, outlook, { firstName: tag, jobTitle: title });
        for (const tag of everybody) writes(tag, clio, { firstName: tag, jobTitle: 'Notary', prefix: 'Dr.' });
      });
    expectKept(tale, 'I9');
  });

  it('begins anew a day later', () => {
    const tale = deleting(office(), 5);
    tale.wait(25 * hourMs);
    for (const tag of everybody.slice(5, 10)) tale.removes(tag, clio);
    tale.works(({ writes }) => {
      for (const tag of everybody.slice(5, 10)) writes(tag, outlook, undefined);
    });
    expectKept(tale, 'I9');
  });

  it('does not hold what somebody said "go on" to, or started', () => {
    const going = office();
    going.wishes('go on', { sync: syncOf(member) });
    expect(deleting(going, 9).said('I9')).toEqual([]);
    const started = office();
    started.wishes('start', { sync: syncOf(member) });
    expect(deleting(started, 9).said('I9')).toEqual([]);
  });

  it('does not count what a worker died of before it could count it', () => {
    const tale = deleting(office(), 5, 'dies');
    for (const tag of everybody.slice(5, 7)) tale.removes(tag, clio);
    tale.works(({ writes }) => {
      for (const tag of everybody.slice(5, 7)) writes(tag, outlook, undefined);
    });
    expectKept(tale, 'I9');
  });
});

describe('I10, unmapped data', () => {
  const noted = (extras: Record<string, string>): Tale => {
    const tale = tell();
    tale.born('anna', outlook, { extras: { spouseName: 'Otto' } });
    tale.live();
    tale.works(({ writes }) => writes('anna', outlook, { firstName: 'Anna', jobTitle: 'Notary', extras }));
    return tale;
  };
  it('is kept when Concord changes something else', () => expectKept(noted({ spouseName: 'Otto' }), 'I10'));
  it('is broken when it is gone afterwards', () => expectBroken(noted({}), 'I10', /spouseName "Otto" became ""/u));
});

describe('I11, an honest base', () => {
  const writesTitle = (tale: Tale, book: string, jobTitle: string): Tale => {
    tale.works(({ writes }) => writes('anna', book, { firstName: 'Anna', jobTitle }));
    return tale;
  };

  it.each(['left', 'right'] as const)(
    'is kept when somebody wrote over what is written over (%s wins)',
    (conflicts) => {
      const tale = joined({ conflicts });
      tale.edits('anna', clio, 'jobTitle', 'Notary', 'Baker');
      expectKept(writesTitle(tale, outlook, 'Baker'), 'I11');
    },
  );

  it('is broken when an old value is carried over a new one', () => {
    const tale = joined();
    tale.edits('anna', clio, 'jobTitle', 'Notary', 'Baker');
    expectBroken(writesTitle(tale, clio, 'Notary'), 'I11', /"Baker" became "Notary"/u);
  });

  it.each([
    ['left', outlook, clio],
    ['right', clio, outlook],
  ] as const)('lets the %s win where both wrote, and not the other', (conflicts, loser, winner) => {
    const clash = (): Tale => {
      const tale = joined({ conflicts });
      tale.edits('anna', clio, 'jobTitle', 'Notary', `of ${clio}`);
      tale.edits('anna', outlook, 'jobTitle', 'Notary', `of ${outlook}`);
      return tale;
    };
    expectKept(writesTitle(clash(), loser, `of ${winner}`), 'I11');
    expectBroken(writesTitle(clash(), winner, `of ${loser}`), 'I11', /became/u);
  });

  it('lets a mailbox lose to another one that was in Clio first', () => {
    const others = 'outlook 7001-2';
    const tale = joined({ members: 2 });
    tale.live('7001-2');
    tale.works(({ writes }) => writes('anna', others, { firstName: 'Anna', jobTitle: 'Notary' }), { of: '7001-2' });
    tale.edits('anna', outlook, 'jobTitle', 'Notary', 'Cook');
    tale.edits('anna', others, 'jobTitle', 'Notary', 'Baker');
    expectKept(writesTitle(writesTitle(tale, clio, 'Baker'), outlook, 'Baker'), 'I11');
  });

  it('minds what a cloud has cut of what another mailbox wrote', () => {
    const whole = 'Commissioner for Oaths and Notary Public in Ontario';
    const tale = joined();
    tale.edits('anna', clio, 'jobTitle', 'Notary', '');
    tale.edits('anna', 'outlook 7001-2', 'jobTitle', '', whole);
    tale.edits('anna', outlook, 'jobTitle', '', 'Cook');
    expectKept(writesTitle(tale, outlook, whole.slice(0, 40)), 'I11');
  });

  it('knows a cut text for the whole one that somebody wrote over', () => {
    const whole = 'Commissioner for Oaths and Notary Public in Ontario';
    const tale = joined();
    tale.edits('anna', clio, 'jobTitle', 'Notary', whole);
    tale.works(({ writes }) => writes('anna', outlook, { firstName: 'Anna', jobTitle: whole.slice(0, 40) }));
    tale.edits('anna', clio, 'jobTitle', whole, 'Cook');
    expectKept(writesTitle(tale, outlook, 'Cook'), 'I11');
  });

  it('is kept when Outlook gives up what it has no room for, and Clio’s card that had it was deleted just then', () => {
    const phones = (inClio: readonly string[]): Tale => {
      const tale = joined();
      tale.born('bert', clio, { firstName: 'Bert', phones: inClio });
      tale.born('bert', outlook, { firstName: 'Bert', phones: ['1'] });
      tale.removes('bert', clio);
      tale.works(({ writes }) => writes('bert', outlook, { firstName: 'Bert', phones: ['2'] }));
      return tale;
    };
    expectKept(phones(['1', '2']), 'I11');
    expectBroken(phones(['2']), 'I11', /phones "1" was taken off/u);
  });

  it('asks for an answer where the policy is to ask', () => {
    const clash = (answer?: string): Tale => {
      const tale = joined({ conflicts: 'ask' });
      tale.edits('anna', clio, 'jobTitle', 'Notary', 'Baker');
      tale.edits('anna', outlook, 'jobTitle', 'Notary', 'Cook');
      if (answer) tale.wishes('answer', { sync: syncOf(member), tag: 'anna', answer });
      return writesTitle(tale, outlook, 'Baker');
    };
    expectBroken(clash(), 'I11', /"Cook" became "Baker"/u);
    expectBroken(clash('right'), 'I11', /"Cook" became "Baker"/u);
    expectKept(clash('left'), 'I11');
  });

  it.each(['left', 'right'] as const)('where the %s wins, minds what is said of somebody merged', (conflicts) => {
    const tale = joined({ conflicts });
    tale.born('bert', outlook, { firstName: 'Anna', jobTitle: 'Cook' });
    tale.works(({ writes }) => writes('bert', clio, { firstName: 'Anna', jobTitle: 'Cook' }));
    tale.edits('anna', clio, 'jobTitle', 'Notary', 'Judge');
    tale.merges('anna', 'bert');
    writesTitle(tale, clio, 'Cook');
    if (conflicts === 'right') expectKept(tale, 'I11');
    else expectBroken(tale, 'I11', /"Judge" became "Cook"/u);
  });

  it('lets a card that was made anew take what another mailbox kept of its former life', () => {
    const others = 'outlook 7001-2';
    const clash = (isDeleted: boolean): Tale => {
      const tale = joined({ members: 2, conflicts: 'right' });
      tale.live('7001-2');
      tale.edits('anna', clio, 'jobTitle', 'Notary', 'Baker');
      tale.works(({ writes }) => writes('anna', others, { firstName: 'Anna', jobTitle: 'Baker' }), { of: '7001-2' });
      tale.edits('anna', outlook, 'jobTitle', 'Notary', 'Cook');
      if (isDeleted) tale.removes('anna', clio);
      return writesTitle(writesTitle(tale, clio, 'Cook'), clio, 'Baker');
    };
    expectKept(clash(true), 'I11');
    expectBroken(clash(false), 'I11', /"Cook" became "Baker"/u);
  });

  const withPhones = (...left: readonly string[]): Tale => {
    const tale = tell();
    tale.born('anna', clio, { phones: left });
    tale.born('anna', outlook, { phones: ['3'] });
    tale.live();
    return tale;
  };
  const takesOff = (tale: Tale, book: string): Tale => {
    tale.works(({ writes }) => writes('anna', book, { firstName: 'Anna', phones: [] }));
    return tale;
  };

  it('is broken when an entry is taken off that nobody took off', () => {
    expectBroken(takesOff(withPhones(), outlook), 'I11', /phones "3" was taken off/u);
  });

  it('is broken when Clio loses an entry, room or not', () => {
    expectBroken(takesOff(withPhones('3'), clio), 'I11', /phones "3" was taken off/u);
  });

  it('is kept when a mailbox has no room for an entry that Clio has', () => {
    expectKept(takesOff(withPhones('3'), outlook), 'I11');
  });

  it('is kept when somebody took it off, or both sides changed the same entry', () => {
    const taken = withPhones('3');
    taken.edits('anna', clio, 'phones', '3', undefined);
    expectKept(takesOff(taken, outlook), 'I11');
    const contested = withPhones('3');
    contested.edits('anna', clio, 'phones', '3', '4');
    contested.edits('anna', outlook, 'phones', '3', '5');
    expectKept(takesOff(contested, outlook), 'I11');
  });
});

describe('I13, one writer at a time', () => {
  it('is kept when one worker takes over from another', () => {
    const tale = joined();
    tale.works(({ writes }) => writes('anna', outlook, { firstName: 'Anna', jobTitle: 'Baker' }));
    expectKept(tale, 'I13');
  });

  it('is broken when the first writes once more', () => {
    const tale = joined();
    const first = tale.begins();
    const second = tale.begins();
    for (const { calls } of [first, second, first]) calls({ writes: true });
    expectBroken(tale, 'I13', /after another had taken over/u);
  });

  it('is not broken by the worker of another member', () => {
    const tale = joined({ members: 2 });
    tale.live('7001-2');
    const [first, second] = [tale.begins(), tale.begins('7001-2')];
    for (const { calls } of [first, second, first]) calls({ writes: true, provider: 'clio' });
    expect(tale.said('I13')).toEqual([]);
  });
});

describe('I14, nothing of anybody else', () => {
  const others = 'outlook 7001-2';
  const two = (): Tale => {
    const tale = tell({ members: 2 });
    tale.live();
    tale.live('7001-2');
    tale.born('anna', outlook, { jobTitle: 'Notary' });
    return tale;
  };

  it('is kept when a value goes from one mailbox to another by way of Clio', () => {
    const tale = two();
    tale.works(({ writes }) => writes('anna', clio, { firstName: 'Anna', jobTitle: 'Notary' }));
    tale.works(({ writes }) => writes('anna', others, { firstName: 'Anna', jobTitle: 'Notary' }), { of: '7001-2' });
    expectKept(tale, 'I14');
  });

  it('is broken when it goes there straight', () => {
    const tale = two();
    tale.works(({ writes }) => writes('anna', others, { jobTitle: 'Notary', firstName: 'Anna' }), { of: '7001-2' });
    expectBroken(tale, 'I14', /"Notary" came into outlook 7001-2/u);
  });

  it('is broken when a value comes from another firm', () => {
    const plan: FirmPlan = { members: 1, conflicts: 'left', deletes: { left: 'propagate', right: 'release' } };
    const tale = tell({}, { firms: [plan, plan] });
    tale.born('otto', 'clio 7002', { jobTitle: 'Cook' });
    tale.live();
    tale.works(({ writes }) => writes('anna', clio, { firstName: 'Anna', jobTitle: 'Cook' }));
    expectBroken(tale, 'I14', /"Cook" came into clio 7001/u);
  });

  it('is broken by another member’s token', () => {
    const tale = two();
    tale.works(({ calls }) => calls({ account: 'member2@firm7001.example.com' }));
    expectBroken(tale, 'I14', /with the token of member2/u);
  });
});

describe('I15, bounded effort', () => {
  const limited = (waitMs: number, end: 'ends' | 'dies' = 'ends'): Tale => {
    const tale = joined();
    tale.works(({ calls }) => calls({ status: 429, retryAfterMs: 30_000 }), { end });
    tale.wait(waitMs);
    tale.works(({ calls }) => calls({}));
    return tale;
  };
  it('is kept when a wait is waited for, and broken when it is not', () => {
    expectKept(limited(30_000), 'I15');
    expectBroken(limited(29_000), 'I15', /1000 ms before it may be/u);
  });

  it('excuses whoever was not told, because the worker died', () => {
    expect(limited(29_000, 'dies').said('I15')).toEqual([]);
  });

  it('excuses whoever was at work already when another was told, and not who was told', () => {
    const together = (calling: 'told' | 'other'): Tale => {
      const tale = joined();
      const hands = { other: tale.begins(), told: tale.begins() };
      hands.told.calls({ status: 429, retryAfterMs: 30_000 });
      tale.wait(1_000);
      hands[calling].calls({});
      return tale;
    };
    expectKept(together('other'), 'I15');
    expectBroken(together('told'), 'I15', /29000 ms before it may be/u);
  });

  it('is broken when a token that was used is asked for anew by the next worker, unless it was refused', () => {
    const asked = (waitMs: number, status?: number): Tale => {
      const tale = joined();
      const refreshed = { account: '', what: 'POST /login/common/*/v2.0/token' };
      tale.works(({ calls }) => {
        calls(refreshed);
        calls({});
      });
      tale.wait(waitMs);
      tale.works(({ calls }) => {
        if (status !== undefined) calls({ status });
        calls(refreshed);
      });
      return tale;
    };
    expectBroken(asked(5_000), 'I15', /5000 ms after the last one/u);
    expectKept(asked(5_000, 401), 'I15');
    expectKept(asked(hourMs), 'I15');
  });

  it('allows one message a notice', () => {
    const noticed = (rang: number): Tale => {
      const tale = joined();
      tale.note({ kind: 'notice', provider: 'clio', hook: 'h', status: 200, rang });
      return tale;
    };
    expectKept(noticed(1), 'I15');
    expectBroken(noticed(2), 'I15', /2 messages/u);
  });

  it('allows a quiet round so many requests', () => {
    const quiet = (calls: number): Tale => {
      const tale = joined();
      tale.note({ kind: 'phase', phase: 'quiet' });
      tale.note({ kind: 'phase', phase: 'round' });
      tale.works((hand) => Array.from({ length: calls }, () => hand.calls({})));
      tale.note({ kind: 'phase', phase: 'end' });
      return tale;
    };
    expectKept(quiet(callsPerQuietRound), 'I15');
    expectBroken(quiet(callsPerQuietRound + 1), 'I15', /in a quiet round/u);
  });

  it('is broken by a retry that runs hot, and not by one that waits', () => {
    const failing = (pauseMs: number): Tale => {
      const tale = joined();
      tale.note({ kind: 'notice', provider: 'clio', hook: 'h', status: 200, rang: 1 });
      const hand = tale.begins();
      for (let time = 0; time <= failuresPerMinute; time += 1) {
        hand.calls({ status: 503 });
        tale.wait(pauseMs);
      }
      return tale;
    };
    expectBroken(failing(100), 'I15', /fails and fails/u);
    expectKept(failing(2_000), 'I15');
  });

  it('is broken by slice after slice', () => {
    const tale = joined();
    tale.note({ kind: 'notice', provider: 'clio', hook: 'h', status: 200, rang: 1 });
    for (let time = 0; time <= slicesPerMinute; time += 1) tale.works(() => undefined);
    expectBroken(tale, 'I15', /slice after slice/u);
  });
});

describe('I17, a lost grant', () => {
  const account = 'member1@firm7001.example.com';
  const lost = (): Tale => {
    const tale = joined();
    tale.note({ kind: 'grant', provider: 'microsoft', account, state: 'lost' });
    tale.works(({ calls }) => {
      calls({ status: 401 });
      calls({ account: '', status: 400, what: 'POST /login', grantLost: true });
    });
    return tale;
  };
  const paused = (): Tale => {
    const tale = lost();
    tale.sees('paused', { trouble: 'grantLost' });
    tale.wait(hourMs);
    return tale;
  };

  it('is kept when nothing more is sent and the page says so', () => expectKept(paused(), 'I17'));

  it('is broken when something more is sent', () => {
    const tale = paused();
    tale.works(({ calls }) => calls({}));
    expectBroken(tale, 'I17', /known to be lost/u);
  });

  it('is kept when it was given again before', () => {
    const tale = paused();
    tale.note({ kind: 'grant', provider: 'microsoft', account, state: 'given' });
    tale.works(({ calls }) => calls({}));
    expectKept(tale, 'I17');
  });

  it('is broken when the page says for hours that all is well', () => {
    const tale = lost();
    tale.sees('live');
    tale.wait(3 * hourMs);
    tale.sees('live');
    expectBroken(tale, 'I17', /the sync is live/u);
  });

  it('is not broken by a worker that does not know yet', () => {
    const tale = joined();
    tale.note({ kind: 'grant', provider: 'microsoft', account, state: 'lost' });
    tale.wait(minuteMs);
    tale.works(({ calls }) => calls({ status: 401 }), { end: 'dies' });
    tale.works(({ calls }) => calls({ status: 401 }));
    expectKept(tale, 'I17');
  });
});

describe('I21, two people stay two', () => {
  const namesakes = (): Tale => {
    const tale = tell();
    tale.born('anna', clio, { firstName: 'Anna', lastName: 'Berg' });
    tale.born('anne', outlook, { firstName: 'Anna', lastName: 'Berg' });
    tale.live();
    return tale;
  };
  const named = { firstName: 'Anna', lastName: 'Berg' };

  it('is kept when each gets a card of their own', () => {
    const tale = namesakes();
    tale.works(({ writes }) => {
      writes('anna', outlook, named);
      writes('anne', clio, named);
    });
    expectKept(tale, 'I21');
  });

  it('is broken by a card that is both', () => {
    const tale = namesakes();
    tale.works(({ writes }) => writes('anna', clio, { ...named, tags: ['anna', 'anne'] }));
    expectBroken(tale, 'I21', /anna and anne/u);
  });

  it('is not broken by those whom people merged', () => {
    const tale = namesakes();
    tale.works(({ writes }) => writes('anne', clio, named));
    tale.merges('anna', 'anne');
    tale.works(({ writes }) => writes('anna', outlook, { ...named, tags: ['anna', 'anne'] }));
    expectKept(tale, 'I21');
  });
});

describe('I25, a clean disconnect', () => {
  const disconnected = (): Tale => {
    const tale = joined();
    tale.wishes('disconnect', { provider: 'microsoft' });
    tale.wait(minuteMs);
    return tale;
  };

  it('is kept when nothing is sent any more', () => {
    const tale = disconnected();
    tale.works(({ calls }) => calls({ provider: 'clio' }));
    expectKept(tale, 'I25');
  });

  it('is broken when something is', () => {
    const tale = disconnected();
    tale.works(({ calls }) => calls({}));
    expectBroken(tale, 'I25', /was disconnected/u);
  });

  it('excuses a request that was under way', () => {
    const tale = joined();
    const hand = tale.begins();
    tale.wait(1_000);
    tale.wishes('disconnect', { provider: 'microsoft' });
    tale.wait(5_000);
    hand.calls({});
    expectKept(tale, 'I25');
  });

  it('ends with a reconnect', () => {
    const tale = disconnected();
    tale.wishes('reconnect', { provider: 'microsoft' });
    tale.works(({ calls }) => calls({}));
    expectKept(tale, 'I25');
  });
});

function cardWith(id: string) {
  const texts = {
    prefix: '',
    firstName: 'Anna',
    middleName: '',
    lastName: '',
    company: '',
    jobTitle: '',
    birthday: '',
  };
  return {
    id,
    isCompany: false,
    tags: ['anna'],
    texts,
    lists: { emails: [], phones: [], addresses: [], sites: [] },
    extras: {},
  };
}
