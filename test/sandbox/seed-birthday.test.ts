import { describe, expect, it } from 'vitest';
import { type DateOrder, parseBirthday, showsDayFirst } from '../../packages/sandbox/src/seed/files/birthday.ts';

const date = (text: string, order: DateOrder = 'monthFirst') => {
  const parsed = parseBirthday(text, order);
  return typeof parsed === 'string' ? parsed : parsed.date;
};

describe('birthdays as address books write them', () => {
  it.each([
    ['1974-07-22', '1974-07-22'],
    ['19740722', '1974-07-22'],
    ['1974-07-22T00:00:00Z', '1974-07-22'],
    ['19740722T000000Z', '1974-07-22'],
    ['7/22/1974', '1974-07-22'],
    ['7/22/1974 12:00:00 AM', '1974-07-22'],
    ['22/07/1974', '1974-07-22'],
    ['22.7.1974', '1974-07-22'],
    ['1974/7/22', '1974-07-22'],
    ['July 22, 1974', '1974-07-22'],
    ['22 July 1974', '1974-07-22'],
    ['22-Jul-74', '1974-07-22'],
    ['7/22/49', '2049-07-22'],
    ['7/22/50', '1950-07-22'],
    ['0001-01-01', '0001-01-01'],
    ['2000-02-29', '2000-02-29'],
  ])('reads %s as %s', (text, expected) => {
    expect(date(text)).toBe(expected);
  });

  it.each([
    ['--0229', '--02-29'],
    ['--07-22', '--07-22'],
    ['1604-02-29', '--02-29'],
    ['1604-07-22T11:59:00Z', '--07-22'],
  ])('knows that %s has no year', (text, expected) => {
    expect(date(text)).toBe(expected);
  });

  it.each(['', '  ', '0/0/00', '0000-00-00', 'None'])('takes "%s" for no birthday', (text) => {
    expect(date(text)).toBe('blank');
  });

  it.each([
    'circa 1800',
    '1974',
    '1974-07',
    '1974-02-30',
    '1900-02-29',
    '13/13/1974',
    '--0230',
    '1974-00-10',
    '99/99/9999',
  ])('does not guess what %s may mean', (text) => {
    expect(date(text)).toBe('unreadable');
  });

  it('reads an ambiguous date in the order of its file', () => {
    expect(date('03/04/1975', 'monthFirst')).toBe('1975-03-04');
    expect(date('03/04/1975', 'dayFirst')).toBe('1975-04-03');
    expect(date('3/25/1975', 'dayFirst')).toBe('1975-03-25');
  });

  it('tells the order of a file only from dates that can be read one way', () => {
    expect(['25/03/1975', '13-12-75'].map(showsDayFirst)).toEqual([true, true]);
    expect(['03/25/1975', '03/04/1975', '2025-03-13', '', '25/13/1975'].some(showsDayFirst)).toBe(false);
  });
});
