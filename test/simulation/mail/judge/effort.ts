import type { Happening } from '../../history/happenings.ts';
import type { MailBench } from './bench.ts';

/** Requests of one account in an hour in which nothing happens: a look, a token, the directory, a subscription, a run that is over. */
const callsPerQuietHour = 12;

const mailPath = /^(?:POST|PATCH|PUT|DELETE) \/(?:graph\/v1\.0\/me\/(?:messages|mailFolders|sendMail)|google\/gmail)/u;
const sending = /\/(?:sendMail|send)$/u;
/** They change no message. */
const noWrite = /\/(?:watch|stop)$|\/batch\b/u;

/** M6, and of requests M7. */
export function createEffort(bench: MailBench): (happening: Happening) => void {
  const { tried, accuse, story, record } = bench;
  const throttles = story.habits.some(([name]) => /rateLimited|Throttled|quota/iu.test(name));
  const calls = new Map<string, number>();
  let quiet = false;
  const endHour = (): void => {
    for (const [account, count] of calls) {
      tried('M6');
      if (count > callsPerQuietHour) accuse('M6', `${count} requests for ${account} in a quiet hour`);
    }
    calls.clear();
  };
  return (one) => {
    if (one.kind === 'phase' && 'phase' in one) {
      if (quiet) endHour();
      quiet = one.phase === 'quiet' || one.phase === 'round';
    }
    if (one.kind !== 'call') return;
    if (one.provider !== 'clio' && one.status === 429 && !throttles) accuse('M6', `${one.what} overdraws an allowance`);
    if (mailPath.test(one.what) && !noWrite.test(one.what)) {
      tried('M7');
      const isLetter = sending.test(one.what) && record.of('letter').length > 0;
      if (!isLetter || quiet) accuse('M7', `${one.what} is sent${quiet ? ' in a quiet hour' : ''}`);
    }
    if (quiet) calls.set(`${one.provider} ${one.account}`, (calls.get(`${one.provider} ${one.account}`) ?? 0) + 1);
  };
}
