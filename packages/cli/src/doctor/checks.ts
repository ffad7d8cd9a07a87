import { parseKeyRing } from '@concord/aws';
import type { AddressName, Answered, Eyes, Mail, Quota, Schedule, SecretName } from './eyes.ts';
import { type CheckName, type Finding, fine, notLookedAt, soon, wrong } from './finding.ts';
import { lookAtRows } from './rows.ts';

/** A look at one thing; throws only what AWS throws. */
type Check = (eyes: Eyes, now: number) => Promise<readonly Finding[]>;

export const checks = {
  secrets: async ({ secrets }) =>
    await Promise.all(entriesOf(secrets).map(([name, read]) => secretFinding(name, read))),
  consent: async (eyes, now) => [(await lookAtRows(eyes, now)).consent],
  webhooks: async (eyes, now) => [(await lookAtRows(eyes, now)).webhooks],
  addresses: async ({ addresses }) => {
    const looks = entriesOf(addresses).map(async ([name, look]) => addressFinding(name, await answerOf(look)));
    return looks.length === 0 ? [notLookedAt('addresses', 'It does not run.')] : await Promise.all(looks);
  },
  schedules: async ({ schedule, oldestDue }, now) => [
    lateFinding(await oldestDue(), now),
    ...(schedule === undefined ? [] : scheduleFindings(await schedule())),
  ],
  mail: async ({ mail }) =>
    mail === undefined ? [notLookedAt('mail', 'Letters stay on this machine.')] : mailFindings(await mail()),
  clock: async ({ addresses }, now) => {
    const look = addresses.api;
    return [
      look === undefined
        ? notLookedAt('clock', 'Nobody here to compare with.')
        : clockFinding(await answerOf(look), now),
    ];
  },
  quotas: async ({ quota }) =>
    quota === undefined ? [notLookedAt('quotas', 'One machine has none.')] : [quotaFinding(await quota())],
} as const satisfies Record<CheckName, Check>;

const entriesOf = <Name extends string, Value>(
  some: Readonly<Partial<Record<Name, Value>>>,
): (readonly [Name, Value])[] => Object.entries(some) as [Name, Value][];

async function secretFinding(name: SecretName, read: () => Promise<string | undefined>): Promise<Finding> {
  const value = parsed(await read());
  const isGood = name === 'keys' ? isKeyRing(value) : isApp(value);
  if (isGood) return fine('secrets', `${name} is in place.`);
  const says =
    name === 'keys'
      ? 'There is no key ring: nothing can be sealed or opened.'
      : `The app at ${name} is not in its secret: nobody can connect ${name}.`;
  const todo =
    name === 'keys'
      ? 'If something was kept before, put the last version of this secret back. On a new stage: npm run setup.'
      : 'Type npm run setup and give it id and secret of the app.';
  return wrong('secrets', says, todo);
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

function isKeyRing(value: unknown): boolean {
  try {
    parseKeyRing(value);
    return true;
  } catch {
    return false;
  }
}

/** `{ clientId, clientSecret }`, or one for each region. */
function isApp(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { clientId, clientSecret, ...others } = value as Readonly<Record<string, unknown>>;
  if (isText(clientId) && isText(clientSecret)) return true;
  return Object.keys(others).length > 0 && Object.values(others).every(isApp);
}
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

const failed: Answered = { status: 0 };
const answerOf = (look: () => Promise<Answered>): Promise<Answered> => look().catch(() => failed);

const addressWords = {
  page: ['The page', 'the record of the page in your DNS, and its certificate'],
  api: ["The page's API", 'the record of api. in your DNS, and the log of the function api'],
  webhooks: ['The address of webhooks', 'the record of webhooks. in your DNS, and the log of the function webhook'],
} as const satisfies Record<AddressName, readonly [string, string]>;

/** Webhooks answer 404 to whoever asks for a hook that does not exist, which shows that our function answered. */
function addressFinding(name: AddressName, { status }: Answered): Finding {
  const [what, where] = addressWords[name];
  const isRight = name === 'webhooks' ? status >= 400 && status < 500 && status !== 403 : status === 200;
  if (isRight) return fine('addresses', `${what} answers.`);
  const says = status === 0 ? `${what} does not answer.` : `${what} answers ${status}.`;
  return wrong('addresses', says, `Look at ${where}.`);
}

const lateMs = 5 * 60_000;

function lateFinding(oldest: number | undefined, now: number): Finding {
  const minutes = oldest === undefined ? 0 : Math.floor((now - oldest) / 60_000);
  if (oldest === undefined || now - oldest <= lateMs) return fine('schedules', 'What is due is looked at in time.');
  const todo = 'Look at whether the poll runs: docs/runbook.md#poll-silent.';
  return wrong('schedules', `Something has been due for ${minutes} minutes, and nobody looked.`, todo);
}

function scheduleFindings({ ruleIsOn, sourceIsOn, deadLetters }: Schedule): readonly Finding[] {
  const onAgain = 'Switch it on, or deploy again: the template has it on.';
  return [
    ruleIsOn
      ? fine('schedules', 'The clock rings every minute.')
      : wrong('schedules', 'The rule that rings every minute is off.', onAgain),
    sourceIsOn
      ? fine('schedules', 'The worker takes messages.')
      : wrong('schedules', 'The worker takes no messages from the queue.', onAgain),
    deadLetters === 0
      ? fine('schedules', 'No dead letters.')
      : wrong('schedules', `${deadLetters} dead letters wait.`, 'Read docs/runbook.md#changes-dead.'),
  ];
}

function mailFindings({ domain, isVerified, mayWriteToAnybody, maySend }: Mail): readonly Finding[] {
  return [
    isVerified
      ? fine('mail', `${domain} is verified.`)
      : wrong(
          'mail',
          `${domain} is not verified, so no letter is sent.`,
          'Put the MailDnsRecord outputs of the data stack into its DNS.',
        ),
    mayWriteToAnybody
      ? fine('mail', 'AWS lets this account write to anybody.')
      : wrong(
          'mail',
          'AWS lets this account write to verified addresses only.',
          'Ask AWS to take it out of the SES sandbox (SES console, "Request production access").',
        ),
    ...(maySend
      ? []
      : [wrong('mail', 'AWS has stopped this account from sending.', 'Read docs/runbook.md#letters-bounce.')]),
  ];
}

/** Signatures and tokens allow for five minutes. */
const clockMs = { soon: 30_000, wrong: 240_000 } as const;

function clockFinding({ date }: Answered, now: number): Finding {
  if (date === undefined) return notLookedAt('clock', 'Nobody told the time.');
  const off = Math.abs(date - now);
  const seconds = Math.round(off / 1000);
  if (off < clockMs.soon) return fine('clock', 'The clocks here and there agree.');
  const todo = 'Set the clock of this machine: signatures and what this command says depend on it.';
  return (off < clockMs.wrong ? soon : wrong)('clock', `The clocks here and there are ${seconds} s apart.`, todo);
}

/** What the page, sign-in, webhooks and the poll need beside the workers. */
const besideWorkers = 10;

function quotaFinding({ concurrency, maximumWorkers }: Quota): Finding {
  const needed = maximumWorkers + besideWorkers;
  if (concurrency >= needed) return fine('quotas', `${concurrency} functions may run at once; ${needed} are needed.`);
  const says = `Only ${concurrency} functions may run at once in this account, and ${needed} are needed.`;
  const todo = `Ask for more (Service Quotas, Lambda, "Concurrent executions"); until then set maximumWorkers to ${Math.max(2, concurrency - besideWorkers)}.`;
  return wrong('quotas', says, todo);
}
