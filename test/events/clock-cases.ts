import type { EventCase } from './cases.ts';

/** Name, text, and the first starts; "..." when more follow. What the clocks do is from the time zone database. */
type Row = readonly [name: string, when: string, starts: string];

const rows: readonly Row[] = [
  // Clocks that change: the northern half
  [
    'New York goes forward',
    '2026-03-07T12:00:00-05:00/2026-03-07T13:00:00-05:00 America/New_York FREQ=DAILY;COUNT=3',
    '2026-03-07T12:00:00-05:00 2026-03-08T12:00:00-04:00 2026-03-09T12:00:00-04:00',
  ],
  [
    'New York goes back',
    '2026-10-31T12:00:00-04:00/2026-10-31T13:00:00-04:00 America/New_York FREQ=DAILY;COUNT=3',
    '2026-10-31T12:00:00-04:00 2026-11-01T12:00:00-05:00 2026-11-02T12:00:00-05:00',
  ],
  [
    'London goes forward',
    '2026-03-28T09:00:00+00:00/2026-03-28T09:30:00+00:00 Europe/London FREQ=DAILY;COUNT=2',
    '2026-03-28T09:00:00+00:00 2026-03-29T09:00:00+01:00',
  ],
  [
    'London goes back',
    '2026-10-24T09:00:00+01:00/2026-10-24T09:30:00+01:00 Europe/London FREQ=DAILY;COUNT=2',
    '2026-10-24T09:00:00+01:00 2026-10-25T09:00:00+00:00',
  ],
  [
    'Berlin by the week over both changes',
    '2026-03-25T10:00:00+01:00/2026-03-25T11:00:00+01:00 Europe/Berlin FREQ=WEEKLY;INTERVAL=31;BYDAY=WE;COUNT=2',
    '2026-03-25T10:00:00+01:00 2026-10-28T10:00:00+01:00',
  ],
  [
    'Los Angeles by the month',
    '2026-02-15T08:00:00-08:00/2026-02-15T09:00:00-08:00 America/Los_Angeles FREQ=MONTHLY;BYMONTHDAY=15;COUNT=2',
    '2026-02-15T08:00:00-08:00 2026-03-15T08:00:00-07:00',
  ],
  [
    'Phoenix, whose clocks stay',
    '2026-03-07T12:00:00-07:00/2026-03-07T13:00:00-07:00 America/Phoenix FREQ=DAILY;COUNT=3',
    '2026-03-07T12:00:00-07:00 2026-03-08T12:00:00-07:00 2026-03-09T12:00:00-07:00',
  ],
  [
    'Dublin, where winter is the exception',
    '2026-10-24T09:00:00+01:00/2026-10-24T10:00:00+01:00 Europe/Dublin FREQ=DAILY;COUNT=2',
    '2026-10-24T09:00:00+01:00 2026-10-25T09:00:00+00:00',
  ],
  // The southern half
  [
    'Sydney goes back',
    '2026-04-04T12:00:00+11:00/2026-04-04T13:00:00+11:00 Australia/Sydney FREQ=DAILY;COUNT=2',
    '2026-04-04T12:00:00+11:00 2026-04-05T12:00:00+10:00',
  ],
  [
    'Sydney goes forward',
    '2026-10-03T12:00:00+10:00/2026-10-03T13:00:00+10:00 Australia/Sydney FREQ=DAILY;COUNT=2',
    '2026-10-03T12:00:00+10:00 2026-10-04T12:00:00+11:00',
  ],
  [
    'Auckland goes back',
    '2026-04-04T12:00:00+13:00/2026-04-04T13:00:00+13:00 Pacific/Auckland FREQ=DAILY;COUNT=2',
    '2026-04-04T12:00:00+13:00 2026-04-05T12:00:00+12:00',
  ],
  [
    'Santiago by the month',
    '2026-03-15T12:00:00-03:00/2026-03-15T13:00:00-03:00 America/Santiago FREQ=MONTHLY;BYMONTHDAY=15;COUNT=2',
    '2026-03-15T12:00:00-03:00 2026-04-15T12:00:00-04:00',
  ],
  [
    'Lord Howe, which moves by half an hour',
    '2026-04-04T12:00:00+11:00/2026-04-04T13:00:00+11:00 Australia/Lord_Howe FREQ=DAILY;COUNT=2',
    '2026-04-04T12:00:00+11:00 2026-04-05T12:00:00+10:30',
  ],
  // Times that the clocks skip or show twice
  [
    'half past two, which New York skips',
    '2026-03-07T02:30:00-05:00/2026-03-07T03:00:00-05:00 America/New_York FREQ=DAILY;COUNT=3',
    '2026-03-07T02:30:00-05:00 2026-03-08T03:30:00-04:00 2026-03-09T02:30:00-04:00',
  ],
  [
    'half past one, which New York shows twice',
    '2026-10-31T01:30:00-04:00/2026-10-31T01:45:00-04:00 America/New_York FREQ=DAILY;COUNT=3',
    '2026-10-31T01:30:00-04:00 2026-11-01T01:30:00-04:00 2026-11-02T01:30:00-05:00',
  ],
  [
    'a series that begins with the second half past one',
    '2026-11-01T01:30:00-05:00/2026-11-01T02:00:00-05:00 America/New_York FREQ=DAILY;COUNT=2',
    '2026-11-01T01:30:00-05:00 2026-11-02T01:30:00-05:00',
  ],
  [
    'half past one, which London skips',
    '2026-03-28T01:30:00+00:00/2026-03-28T02:00:00+00:00 Europe/London FREQ=DAILY;COUNT=2',
    '2026-03-28T01:30:00+00:00 2026-03-29T02:30:00+01:00',
  ],
  [
    'a quarter past two, of which Lord Howe skips half',
    '2026-10-03T02:15:00+10:30/2026-10-03T02:25:00+10:30 Australia/Lord_Howe FREQ=DAILY;COUNT=2',
    '2026-10-03T02:15:00+10:30 2026-10-04T02:45:00+11:00',
  ],
  [
    'midnight, which Beirut skips',
    '2026-03-28T00:00:00+02:00/2026-03-28T00:30:00+02:00 Asia/Beirut FREQ=DAILY;COUNT=2',
    '2026-03-28T00:00:00+02:00 2026-03-29T01:00:00+03:00',
  ],
  [
    'midnight, which Santiago skips',
    '2026-09-05T00:00:00-04:00/2026-09-05T01:00:00-04:00 America/Santiago FREQ=DAILY;COUNT=2',
    '2026-09-05T00:00:00-04:00 2026-09-06T01:00:00-03:00',
  ],
  [
    'the first half past one',
    '2026-11-01T01:30:00-04:00/2026-11-01T01:45:00-04:00 America/New_York',
    '2026-11-01T01:30:00-04:00',
  ],
  [
    'the second half past one',
    '2026-11-01T01:30:00-05:00/2026-11-01T01:45:00-05:00 America/New_York',
    '2026-11-01T01:30:00-05:00',
  ],
  [
    'from the first half past one to the second',
    '2026-11-01T01:30:00-04:00/2026-11-01T01:30:00-05:00 America/New_York',
    '2026-11-01T01:30:00-04:00',
  ],
  [
    'over the hour that is skipped',
    '2026-03-08T01:30:00-05:00/2026-03-08T03:30:00-04:00 America/New_York',
    '2026-03-08T01:30:00-05:00',
  ],
  [
    'a day that Apia never had',
    '2011-12-29T12:00:00-10:00/2011-12-29T13:00:00-10:00 Pacific/Apia FREQ=WEEKLY;BYDAY=TH;COUNT=2',
    '2011-12-29T12:00:00-10:00 2012-01-05T12:00:00+14:00',
  ],
  // Zones that are odd by themselves
  [
    'Kolkata, five and a half',
    '2026-04-15T12:00:00+05:30/2026-04-15T13:00:00+05:30 Asia/Kolkata FREQ=WEEKLY;BYDAY=WE;COUNT=2',
    '2026-04-15T12:00:00+05:30 2026-04-22T12:00:00+05:30',
  ],
  [
    'Calcutta, its old name',
    '2026-04-15T12:00:00+05:30/2026-04-15T13:00:00+05:30 Asia/Calcutta FREQ=WEEKLY;BYDAY=WE;COUNT=2',
    '2026-04-15T12:00:00+05:30 2026-04-22T12:00:00+05:30',
  ],
  [
    'Kathmandu, three quarters',
    '2026-04-15T12:00:00+05:45/2026-04-15T13:00:00+05:45 Asia/Kathmandu FREQ=DAILY;COUNT=2',
    '2026-04-15T12:00:00+05:45 2026-04-16T12:00:00+05:45',
  ],
  [
    'Chatham, three quarters that change',
    '2026-04-04T12:00:00+13:45/2026-04-04T13:00:00+13:45 Pacific/Chatham FREQ=DAILY;COUNT=2',
    '2026-04-04T12:00:00+13:45 2026-04-05T12:00:00+12:45',
  ],
  [
    'St. John’s, half an hour off',
    '2026-03-07T12:00:00-03:30/2026-03-07T13:00:00-03:30 America/St_Johns FREQ=DAILY;COUNT=2',
    '2026-03-07T12:00:00-03:30 2026-03-08T12:00:00-02:30',
  ],
  [
    'Kiritimati, the first to have a day',
    '2026-04-15T00:30:00+14:00/2026-04-15T01:30:00+14:00 Pacific/Kiritimati FREQ=WEEKLY;BYDAY=WE;COUNT=2',
    '2026-04-15T00:30:00+14:00 2026-04-22T00:30:00+14:00',
  ],
  [
    'Pago Pago, the last to have it',
    '2026-04-15T23:30:00-11:00/2026-04-16T00:30:00-11:00 Pacific/Pago_Pago FREQ=WEEKLY;BYDAY=WE;COUNT=2',
    '2026-04-15T23:30:00-11:00 2026-04-22T23:30:00-11:00',
  ],
  [
    'Kyiv, renamed',
    '2026-03-28T12:00:00+02:00/2026-03-28T13:00:00+02:00 Europe/Kyiv FREQ=DAILY;COUNT=2',
    '2026-03-28T12:00:00+02:00 2026-03-29T12:00:00+03:00',
  ],
  [
    'Kiev, its old name',
    '2026-03-28T12:00:00+02:00/2026-03-28T13:00:00+02:00 Europe/Kiev FREQ=DAILY;COUNT=2',
    '2026-03-28T12:00:00+02:00 2026-03-29T12:00:00+03:00',
  ],
  [
    'US/Eastern, another old name',
    '2026-03-07T12:00:00-05:00/2026-03-07T13:00:00-05:00 US/Eastern FREQ=DAILY;COUNT=2',
    '2026-03-07T12:00:00-05:00 2026-03-08T12:00:00-04:00',
  ],
  [
    'Etc/GMT+5, which is behind',
    '2026-04-15T12:00:00-05:00/2026-04-15T13:00:00-05:00 Etc/GMT+5 FREQ=DAILY;COUNT=2',
    '2026-04-15T12:00:00-05:00 2026-04-16T12:00:00-05:00',
  ],
  [
    'Etc/GMT-14, which is ahead',
    '2026-04-15T12:00:00+14:00/2026-04-15T13:00:00+14:00 Etc/GMT-14 FREQ=DAILY;COUNT=2',
    '2026-04-15T12:00:00+14:00 2026-04-16T12:00:00+14:00',
  ],
  [
    'EST5EDT, a zone of the old kind',
    '2026-03-07T12:00:00-05:00/2026-03-07T13:00:00-05:00 EST5EDT FREQ=DAILY;COUNT=2',
    '2026-03-07T12:00:00-05:00 2026-03-08T12:00:00-04:00',
  ],
  [
    'Casablanca in the month of fasting',
    '2026-02-14T12:00:00+01:00/2026-02-14T13:00:00+01:00 Africa/Casablanca FREQ=DAILY;COUNT=2',
    '2026-02-14T12:00:00+01:00 2026-02-15T12:00:00+00:00',
  ],
  [
    'São Paulo, which stopped changing',
    '2018-11-03T12:00:00-03:00/2018-11-03T13:00:00-03:00 America/Sao_Paulo FREQ=YEARLY;BYMONTH=11;BYDAY=1SU',
    '2018-11-04T12:00:00-02:00 2019-11-03T12:00:00-03:00 2020-11-01T12:00:00-03:00 ...',
  ],
  // What lasts
  [
    'a night, in the night of the change',
    '2026-03-07T22:00:00-05:00/2026-03-08T06:00:00-04:00 America/New_York',
    '2026-03-07T22:00:00-05:00',
  ],
  [
    'nights over a change',
    '2026-10-30T22:00:00-04:00/2026-10-31T02:00:00-04:00 America/New_York FREQ=DAILY;COUNT=3',
    '2026-10-30T22:00:00-04:00 2026-10-31T22:00:00-04:00 2026-11-01T22:00:00-05:00',
  ],
  [
    '24 hours that are not all day',
    '2026-04-15T12:00:00-04:00/2026-04-16T12:00:00-04:00 America/New_York',
    '2026-04-15T12:00:00-04:00',
  ],
  [
    'from midnight to midnight, and not all day',
    '2026-04-15T00:00:00-04:00/2026-04-16T00:00:00-04:00 America/New_York',
    '2026-04-15T00:00:00-04:00',
  ],
  [
    'until midnight',
    '2026-04-15T22:00:00-04:00/2026-04-16T00:00:00-04:00 America/New_York',
    '2026-04-15T22:00:00-04:00',
  ],
  [
    'until midnight, every week',
    '2026-04-15T22:00:00-04:00/2026-04-16T00:00:00-04:00 America/New_York FREQ=WEEKLY;BYDAY=WE',
    '2026-04-15T22:00:00-04:00 2026-04-22T22:00:00-04:00 ...',
  ],
  [
    'a weekend, every week',
    '2026-04-17T18:00:00-04:00/2026-04-20T08:00:00-04:00 America/New_York FREQ=WEEKLY;BYDAY=FR;COUNT=2',
    '2026-04-17T18:00:00-04:00 2026-04-24T18:00:00-04:00',
  ],
  [
    '24 hours over a change, by the clock',
    '2026-03-06T12:00:00-05:00/2026-03-07T12:00:00-05:00 America/New_York FREQ=DAILY;COUNT=2',
    '2026-03-06T12:00:00-05:00 2026-03-07T12:00:00-05:00',
  ],
  [
    'a fortnight, again before it is over',
    '2026-04-15T09:00:00-04:00/2026-04-29T09:00:00-04:00 America/New_York FREQ=WEEKLY;BYDAY=WE;COUNT=3',
    '2026-04-15T09:00:00-04:00 2026-04-22T09:00:00-04:00 2026-04-29T09:00:00-04:00',
  ],
  [
    'no time at all',
    '2026-04-15T12:00:00-04:00/2026-04-15T12:00:00-04:00 America/New_York',
    '2026-04-15T12:00:00-04:00',
  ],
  [
    'no time at all, every day',
    '2026-04-15T12:00:00-04:00/2026-04-15T12:00:00-04:00 America/New_York FREQ=DAILY;COUNT=2',
    '2026-04-15T12:00:00-04:00 2026-04-16T12:00:00-04:00',
  ],
  [
    'ten years without a break',
    '2026-04-15T12:00:00-04:00/2036-04-15T12:00:00-04:00 America/New_York',
    '2026-04-15T12:00:00-04:00',
  ],
  ['with seconds', '2026-04-15T12:00:01-04:00/2026-04-15T12:59:59-04:00 America/New_York', '2026-04-15T12:00:01-04:00'],
  // All day
  ['a day', '2026-04-15/2026-04-16', '2026-04-15'],
  ['the day of a change', '2026-03-08/2026-03-09', '2026-03-08'],
  ['days over a change', '2026-03-07/2026-03-10', '2026-03-07'],
  ['a leap day', '2028-02-29/2028-03-01', '2028-02-29'],
  ['the last day of a year', '2026-12-31/2027-01-01', '2026-12-31'],
  ['a month', '2026-04-01/2026-05-01', '2026-04-01'],
  ['three days, every week', '2026-04-15/2026-04-18 FREQ=WEEKLY;BYDAY=WE;COUNT=2', '2026-04-15 2026-04-22'],
  ['ten days, every week', '2026-04-15/2026-04-25 FREQ=WEEKLY;BYDAY=WE;COUNT=3', '2026-04-15 2026-04-22 2026-04-29'],
  ['ten years of days', '2026-04-15/2036-04-15', '2026-04-15'],
  // Far away
  ['a day of 1601', '1601-01-01/1601-01-02', '1601-01-01'],
  ['a time of 1601', '1601-01-01T00:00:00+00:00/1601-01-01T00:30:00+00:00 UTC', '1601-01-01T00:00:00+00:00'],
  [
    'New York in 1601, by the sun',
    '1601-01-01T12:00:00-04:56/1601-01-01T13:00:00-04:56 America/New_York',
    '1601-01-01T12:00:00-04:56',
  ],
  ['1900, which was no leap year', '1900-02-28/1900-03-01 FREQ=DAILY;COUNT=2', '1900-02-28 1900-03-01'],
  [
    'a time of 1900',
    '1900-01-01T12:00:00-05:00/1900-01-01T13:00:00-05:00 America/New_York',
    '1900-01-01T12:00:00-05:00',
  ],
  ['a day of 9999', '9999-12-30/9999-12-31', '9999-12-30'],
  [
    'a time of 9999',
    '9999-12-30T12:00:00-05:00/9999-12-30T13:00:00-05:00 America/New_York',
    '9999-12-30T12:00:00-05:00',
  ],
  ['every day to the end of all days', '9999-12-29/9999-12-30 FREQ=DAILY', '9999-12-29 9999-12-30'],
  ['every year from 1601', '1601-04-15/1601-04-16 FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15', '1601-04-15 1602-04-15 ...'],
  [
    'every week since 1970',
    '1970-01-07T12:00:00-05:00/1970-01-07T13:00:00-05:00 America/New_York FREQ=WEEKLY;BYDAY=WE',
    '1970-01-07T12:00:00-05:00 1970-01-14T12:00:00-05:00 ...',
  ],
  [
    'every week until 9999',
    '2026-04-15T12:00:00-04:00/2026-04-15T13:00:00-04:00 America/New_York FREQ=WEEKLY;BYDAY=WE;UNTIL=99991229',
    '2026-04-15T12:00:00-04:00 2026-04-22T12:00:00-04:00 ...',
  ],
  [
    'a birthday, as Outlook makes them',
    '1926-04-15/1926-04-16 FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15',
    '1926-04-15 1927-04-15 ...',
  ],
];

export const clockCases: readonly EventCase[] = rows.map(([name, when, starts]) => ({
  name,
  when,
  starts: starts.split(' ').filter((start) => start !== '...'),
  more: starts.endsWith('...'),
}));
