import { type Instant, isSyncError, type LetterToFile, type Matter, SyncError } from '@concord/core';
import { readConnection } from '../../connect/connection.ts';
import type { WatchWork } from '../../watches/open-matters.ts';
import { isAmbiguous } from '../../wishes/is-ambiguous.ts';
import type { Wish } from '../../wishes/wish.ts';
import { holdWish } from '../../wishes/wishes.ts';
import { type Engagement, openWords, readEngagement, updateEngagement } from '../engagement-record.ts';
import { endFileClaim, type FileClaim, readFileClaim, takeFileClaim } from './file-claim.ts';
import type { FilingAnswer, FilingRequest } from './filing-wishes.ts';
import { type BoxMember, letterToFile } from './letter-to-file.ts';
import { type OpenCommunications, openCommunications } from './open-communications.ts';

type Filing = OpenCommunications & {
  readonly work: WatchWork;
  readonly engagement: Engagement;
  readonly matter: Matter;
};

/**
 * Files a message on a matter, once: whoever asks how often, and whoever dies when. It is looked for in Clio before it is made, and
 * again after an answer that was lost, when a search is sure to show it; until then the wish is held.
 */
export async function fileMail(
  work: WatchWork,
  wish: Wish,
  request: Extract<FilingRequest, { readonly kind: 'fileMail' }>,
): Promise<FilingAnswer | 'held'> {
  const { ports, firm } = work;
  const engagement = (await readEngagement(ports, firm, request.engagement))?.engagement;
  if (engagement === undefined) throw new SyncError('notFound', 'There is no such message.');
  const filed = engagement.filed?.find(({ matter }) => matter === request.matter);
  if (filed) return { kind: 'fileMail', number: filed.number, wasThere: true };
  const claim = await readFileClaim(ports, { firm, ...request });
  if (claim && claim.lookAt > ports.clock.now()) return await held(work, wish, claim.lookAt);
  const [matter] = await work.matters.read([request.matter]);
  if (matter === undefined) throw new SyncError('notFound', 'Clio does not show this matter.');
  const filing = { ...openCommunications(work), work, engagement, matter };
  const known = await find(filing);
  if (known !== undefined) return await noted(filing, known, claim, claim === undefined);
  return await make(filing, wish, claim);
}

const placeOf = ({ work, engagement, matter }: Filing) => ({
  firm: work.firm,
  engagement: engagement.id,
  matter: matter.id,
});

async function find({ communications, engagement, matter }: Filing): Promise<string | undefined> {
  return (await communications.find(engagement.id)).find((one) => one.matter === matter.id)?.id;
}

async function make(filing: Filing, wish: Wish, before: FileClaim | undefined): Promise<FilingAnswer | 'held'> {
  const { work, communications, searchLagMs } = filing;
  const { ports, lease } = work;
  const letter = await letterOf(filing);
  await lease.confirm();
  // A worker that dies here may have begun its request as late as its lease lasts.
  const { leaseMs, requestTimeoutMs } = ports.settings;
  const lookAt = ports.clock.now() + leaseMs + requestTimeoutMs + searchLagMs;
  const claim = await takeFileClaim(ports, placeOf(filing), before, lookAt);
  if (claim === undefined) return await held(work, wish, lookAt);
  try {
    const { id } = await communications.file(letter);
    return await noted(filing, id, claim, false);
  } catch (error) {
    if (!isAmbiguous(error)) {
      if (isSyncError(error)) await endFileClaim(ports, placeOf(filing), claim);
      throw error;
    }
    const soon = ports.clock.now() + requestTimeoutMs + searchLagMs;
    await takeFileClaim(ports, placeOf(filing), claim, soon);
    if (ports.clock.now() - wish.at > longestTryMs) throw error;
    return await held(work, wish, soon);
  }
}

const lookEveryMs = 10_000;
/** Then a person is told that Clio does not say whether it is done. */
const longestTryMs = 5 * 60_000;

/** Whoever files it just now may be done sooner. */
async function held({ ports }: WatchWork, wish: Wish, until: Instant): Promise<'held'> {
  await holdWish(ports, wish, Math.min(until, ports.clock.now() + lookEveryMs));
  return 'held';
}

/** The claim goes last: without it nobody doubts what the engagement says. */
async function noted(
  filing: Filing,
  record: string,
  claim: FileClaim | undefined,
  wasThere: boolean,
): Promise<FilingAnswer> {
  const { work, engagement, matter } = filing;
  const { ports, firm } = work;
  const note = { matter: matter.id, number: matter.number, at: ports.clock.now(), record };
  await updateEngagement(ports, firm, engagement.id, (known) =>
    known.filed?.some((one) => one.matter === matter.id)
      ? undefined
      : { ...known, filed: [...(known.filed ?? []), note] },
  );
  if (claim) await endFileClaim(ports, placeOf(filing), claim);
  return { kind: 'fileMail', number: matter.number, wasThere };
}

async function letterOf({ work, engagement, matter }: Filing): Promise<LetterToFile> {
  const words = await openWords(work.ports, engagement);
  if (words === undefined) throw new SyncError('refused', 'This message was redacted.');
  return letterToFile(engagement, words, await membersOf(work, engagement), matter.id);
}

/** Members are users of Clio, under the same id. */
async function membersOf({ ports, firm }: WatchWork, { boxes }: Engagement): Promise<readonly BoxMember[]> {
  const connections = await Promise.all(boxes.map(({ connection }) => readConnection(ports, firm, connection)));
  return connections.flatMap((one) => (one ? [{ connection: one.id, user: one.member }] : []));
}
