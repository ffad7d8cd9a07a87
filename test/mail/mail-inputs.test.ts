import { describe, expect, it } from 'vitest';
import {
  parseEngagedContact,
  parseMailSource,
  parseMatterToFile,
  parseNewLetter,
} from '../../functions/api/mail-inputs.ts';
import { mailRoutes } from '../../functions/api/mail-routes.ts';
import { matchRoute } from '../../functions/api/match.ts';

const letter = { to: ['ada@example.com'], subject: 'Hi', text: 'There' };

describe('what pages of mail send', () => {
  it('of a letter is its parts and nothing else', () => {
    expect(parseNewLetter({ ...letter, from: 'eve@example.com', bcc: ['eve@example.com'] })).toEqual({
      ...letter,
      cc: [],
    });
    expect(parseNewLetter({ ...letter, cc: ['x'], answers: 'abc' })).toEqual({ ...letter, cc: ['x'], answers: 'abc' });
  });

  it.each([
    ['nothing', undefined],
    ['a list', [letter]],
    ['no receivers', { ...letter, to: undefined }],
    ['a text for receivers', { ...letter, to: 'ada@example.com' }],
    ['receivers that are no texts', { ...letter, to: [{ address: 'ada@example.com' }] }],
    ['a number for a copy', { ...letter, cc: [1] }],
    ['null for copies', { ...letter, cc: null }],
    ['no subject', { ...letter, subject: undefined }],
    ['a subject that is no text', { ...letter, subject: ['Hi'] }],
    ['no text', { ...letter, text: null }],
    ['thousands of receivers', { ...letter, to: Array.from({ length: 501 }, () => 'a@example.com') }],
    ['a receiver without end', { ...letter, to: ['x'.repeat(500_001)] }],
    ['a text without end', { ...letter, text: 'x'.repeat(500_001) }],
    ['an answer to no id', { ...letter, answers: 'a/b' }],
  ])('is no letter with %s', (_title, body) => {
    expect(parseNewLetter(body)).toBeUndefined();
  });

  it('to be traced is a source or an engagement', () => {
    expect(parseMailSource({ source: '', more: 1 })).toEqual({ source: '' });
    expect(parseMailSource({ engagement: 'abc' })).toEqual({ engagement: 'abc' });
    for (const body of [
      {},
      null,
      'x',
      { source: 1 },
      { engagement: '../x' },
      { source: 'x', engagement: 'abc' },
      { source: null },
    ])
      expect(parseMailSource(body)).toBeUndefined();
  });

  it('to be filed is a matter that Clio can have, and a contact by its id', () => {
    expect(parseMatterToFile({ matter: '1700000000' })).toEqual({ matter: '1700000000' });
    for (const matter of ['', '0', '01', '-1', '1e3', '1'.repeat(16), 'null', 7, null, ['1']])
      expect(parseMatterToFile({ matter })).toBeUndefined();
    expect(parseEngagedContact({ contact: '9', matter: '1' })).toEqual({ contact: '9' });
    for (const contact of ['', 'a b', 'x'.repeat(129), 9, undefined])
      expect(parseEngagedContact({ contact })).toBeUndefined();
  });

  it.each([
    ['POST', '/api/mail/boxes/b1/trace', 'b1'],
    ['POST', '/api/mail/boxes/b1/send', 'b1'],
    ['GET', '/api/mail/boxes/b1/wishes/w1', 'w1'],
    ['POST', '/api/engagements/e1/redact', 'e1'],
    ['POST', '/api/engagements/e1/matters', 'e1'],
    ['POST', '/api/engagements/e1/file', 'e1'],
  ])('%s %s has a route', (method, path, id) => {
    expect(matchRoute(mailRoutes, method, path)).toMatchObject({ kind: 'found', id });
  });
});
