import { hostsOf } from '../hosts.ts';
import { parseStageFile, partners, type StageFile } from '../stage-file.ts';
import { type Ask, askStage } from './ask-stage.ts';
import type { Cloud } from './cloud.ts';
import { settleSecrets } from './secrets.ts';

export type Setup = {
  readonly stage: string;
  readonly before: StageFile;
  readonly ask: Ask;
  readonly say: (line: string) => void;
  readonly cloud: Cloud;
  /** Keeps the file of the stage. */
  readonly keep: (file: StageFile) => void;
};

/**
 * Asks for what a stage needs, fills its secrets, keeps its file, and says what to register and what else is to be done before
 * `npx cdk deploy --all`. It can be repeated: what is there is kept unless something else is typed.
 */
export async function setUp({ stage, before, ask, say, cloud, keep }: Setup): Promise<StageFile> {
  const { account, region } = await cloud.whereAmI();
  say(`Stage ${stage} in account ${account}, region ${region}.`);
  if (before.region !== undefined && before.region !== region)
    throw new Error(`The stage ${stage} is in ${before.region}, and your environment says ${region}: set AWS_REGION.`);
  const file = await askStage(before, region, { ask, say });
  const complete = parseStageFile({ ...file, secretArns: await settleSecrets(file, { stage, ask, say, cloud }) });
  keep(complete);
  for (const line of [...toRegister(complete), ...(await toDo(complete, cloud))]) say(line);
  return complete;
}

/** Where people come back from each provider, and where Clio tells that somebody removed Concord. */
function toRegister(file: StageFile): readonly string[] {
  const { domain, publicUrl, providers = partners, clioRegions = ['us'] } = file;
  const page = domain === undefined ? publicUrl : `https://${domain}`;
  if (page === undefined)
    return ['', 'Deploy once, type npm run setup again with the address that PageAddress tells, and deploy again.'];
  const webhooks = domain === undefined ? page : `https://${hostsOf(domain).webhooks}`;
  return [
    '',
    'Register at the providers:',
    ...clioRegions.map((region) => `  Clio (${region})  redirect URI        ${page}/auth/clio/callback`),
    ...clioRegions.map((region) => `  Clio (${region})  deauthorization     ${webhooks}/webhooks/clio/deauthorized`),
    ...providers.map((name) => `  ${name.padEnd(9)}  redirect URI        ${page}/auth/${name}/callback`),
    `Notices of changes arrive at ${webhooks}/webhooks/...: Concord tells the providers so itself.`,
    ...mailPushLines(file, `${webhooks}/webhooks/google/mail`),
  ];
}

/** Gmail tells of new mail on a topic, and Pub/Sub delivers what is there. The topic must be in the project of the app at Google. */
function mailPushLines({ mailTopic, mailPushSender, providers = partners }: StageFile, url: string): readonly string[] {
  if (!providers.includes('google')) return [];
  if (mailTopic === undefined)
    return ['Mail of Google is looked at every hour. For news within seconds: infra/README.md, "News of Gmail".'];
  return [
    'In the Google Cloud project of your app at Google (Pub/Sub):',
    `  ${mailTopic}`,
    '    grant the role Pub/Sub Publisher (roles/pubsub.publisher) to gmail-api-push@system.gserviceaccount.com',
    '    add a subscription of the kind Push, with authentication:',
    `    endpoint URL         ${url}`,
    `    service account      ${mailPushSender}`,
    `    audience             ${url}`,
  ];
}

/** What the page, sign-in, webhooks and the poll need beside the workers. */
const besideWorkers = 10;

async function toDo({ maximumWorkers = 10 }: StageFile, cloud: Cloud): Promise<readonly string[]> {
  const needed = maximumWorkers + besideWorkers;
  const looks = [
    async () => {
      const concurrency = await cloud.concurrency();
      if (concurrency >= needed) return [];
      const less = Math.max(2, concurrency - besideWorkers);
      return [
        `- Only ${concurrency} functions may run at once in this account, and ${needed} are needed (new accounts often have 10). Ask for more: Service Quotas, Lambda, "Concurrent executions"; until then choose ${less} workers.`,
      ];
    },
    async () =>
      (await cloud.mayWriteToAnybody())
        ? []
        : ['- AWS lets this account mail to verified addresses only: ask for production access in the SES console.'],
    async () => ((await cloud.isBootstrapped()) ? [] : ['- Type npx cdk bootstrap once for this account and region.']),
  ];
  const found = (await Promise.all(looks.map(lookOrSay))).flat();
  return [
    '',
    ...(found.length === 0 ? [] : ['Before people can use it:', ...found]),
    'Next: npx cdk deploy --all',
    'After it: put the DnsRecord and MailDnsRecord outputs into your DNS, and type npm run concord -- doctor --stage ...',
  ];
}

/** A question that these credentials may not ask is no reason to stop. */
async function lookOrSay(look: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await look();
  } catch (error) {
    return [
      `- Something could not be checked (${error instanceof Error ? error.name : 'unknown'}): concord doctor looks again.`,
    ];
  }
}
