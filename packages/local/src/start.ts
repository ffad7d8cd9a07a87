import { fileURLToPath } from 'node:url';
import type { Sandbox } from '@concord/sandbox';
import { startGateway } from './iam/gateway.ts';
import { createGuard, type Denial, type Guard } from './iam/policy.ts';
import { createFunctions, type Functions } from './runtime/functions.ts';
import { startSource } from './runtime/queue-source.ts';
import { startSchedules } from './runtime/schedule.ts';
import { buildConsole } from './setup/console.ts';
import { type DataFolder, openDataFolder } from './setup/data-folder.ts';
import { functionEnvironment } from './setup/function-environment.ts';
import { openLogFile } from './setup/log-file.ts';
import { type PlayedSandbox, playSandbox } from './setup/play-sandbox.ts';
import {
  type Environment,
  mailPushVariables,
  playedProviders,
  playedRegions,
  type SandboxProvider,
  sandboxAddresses,
  sandboxTopic,
} from './setup/providers.ts';
import { keyRingKeepers, keysSecretOf, readKeyRing, secretValues } from './setup/secret-values.ts';
import { rememberServices, type ServicesFile } from './setup/services-file.ts';
import { synthesise } from './setup/synthesise.ts';
import { startAws } from './stand-ins/aws.ts';
import { type Closing, createClosing } from './stand-ins/closing.ts';
import { type KeptMail, type Mailbox, openMailbox } from './stand-ins/mailbox.ts';
import { freePort, isTaken } from './stand-ins/ports.ts';
import { type Parts, readParts } from './template/parts.ts';
import { createInbox } from './web/inbox.ts';
import { portInUse, startWeb } from './web/server.ts';
import { createSite } from './web/site.ts';

export type LocalOptions = {
  readonly dataDir: string;
  /** 0 takes a free port; the sandbox then takes another one, else the next. */
  readonly port: number;
  readonly fresh?: boolean;
  /** Whether the sandbox keeps to the providers' request limits; it does unless told otherwise. */
  readonly limits?: boolean;
  /** Fills a sandbox that is still empty. */
  readonly fill?: (sandbox: Sandbox) => Promise<void>;
  /** Whether the page is built and served; it is unless told otherwise. */
  readonly page?: boolean;
  /** Whether schedules run by themselves; they do unless told otherwise. */
  readonly schedules?: boolean;
  /** Below the repository; tests bring functions of their own. */
  readonly functionsDir?: string;
  readonly environment?: Environment;
};

export type Local = {
  /** Where to open the page. */
  readonly url: string;
  readonly sandboxUrl?: string;
  readonly sandbox?: Sandbox;
  readonly dataDir: string;
  readonly parts: Parts;
  /** Runs a function with an event; `name` is the last part of its name: `poll`. */
  readonly invoke: (name: string, event: unknown) => Promise<unknown>;
  /** What was sent, the newest first. */
  readonly mails: () => readonly KeptMail[];
  /** What the functions were refused, and what they were allowed and never used. */
  readonly guard: Guard;
  readonly close: () => Promise<void>;
};

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Runs the synthesised template and the sandbox on this machine. Throws a `Problem` that says what to do. */
export async function startLocal(options: LocalOptions): Promise<Local> {
  const operator = options.environment ?? process.env;
  const played = playedProviders(operator);
  await refuseTakenPorts(options.port, played.length > 0);
  const closing = createClosing();
  const folder = closing.add(openDataFolder(options.dataDir, options.fresh === true));
  const log = closing.add(openLogFile(folder.path('logs')));
  try {
    return await startParts({ ...options, operator, played, folder, closing, log: log.write });
  } catch (error) {
    await closing.close();
    throw error;
  }
}

type Start = LocalOptions & {
  readonly operator: Environment;
  readonly played: readonly SandboxProvider[];
  readonly folder: DataFolder;
  readonly closing: Closing;
  readonly log: (text: string) => void;
};

/** In the order in which they stand on each other; what is opened is closed the other way round. */
async function startParts(start: Start): Promise<Local> {
  const { closing, folder, log, operator } = start;
  const { functionsDir } = start;
  const pageDir = start.page === false ? undefined : await buildConsole(root);
  const assembly = await synthesise({
    root,
    ...(functionsDir === undefined ? {} : { functionsDir }),
    ...(pageDir === undefined ? {} : { pageDir }),
  });
  const parts = readParts(assembly);
  const site = createSite(parts.page);
  const port = start.port === 0 ? await freePort() : start.port;
  const publicUrl = operator['CONCORD_PUBLIC_URL'] || `http://127.0.0.1:${port}`;
  const sandbox = start.played.length === 0 ? undefined : closing.add(await openSandbox(start));
  if (sandbox !== undefined) await registerApps(sandbox.sandbox, operator, publicUrl);
  const mailbox = openMailbox(folder.path('mails'));
  const { guard, gatewayUrl } = await startCloud(start, parts, mailbox, sandbox?.sandbox, `http://127.0.0.1:${port}`);
  const functions = closing.add(
    startFunctions(start, parts, { gatewayUrl, publicUrl, sandboxUrl: sandbox?.url ?? '' }),
  );
  const { invoke } = functions;
  const inbox = createInbox(mailbox);
  closing.add(await startWeb({ port, publicUrl, site, inbox, routes: parts.routes, invoke, log }));
  for (const source of parts.sources) closing.add(startSource({ source, gatewayUrl, invoke, log }));
  if (start.schedules !== false) closing.add(startSchedules(parts.schedules, invoke, log));
  return {
    url: `http://127.0.0.1:${port}`,
    ...(sandbox === undefined ? {} : { sandboxUrl: sandbox.url, sandbox: sandbox.sandbox }),
    dataDir: folder.dir,
    parts,
    invoke: (name, event) => invoke(fullName(parts, name), event),
    mails: mailbox.list,
    guard,
    close: closing.close,
  };
}

/** Whose messages a function works off, and where those go that it cannot. */
function keptQueues({ sources, queues }: Parts, url: string): Pick<ServicesFile, 'queues'> {
  const changes = sources[0]?.queueName ?? '';
  const { attributes = {} } = queues.find(({ name }) => name === changes) ?? {};
  const { deadLetterTargetArn = '' } = JSON.parse(attributes['RedrivePolicy'] ?? '{}') as {
    readonly deadLetterTargetArn?: string;
  };
  const deadLetters = deadLetterTargetArn.split(':').at(-1) ?? '';
  return changes === '' || deadLetters === '' ? {} : { queues: { url, changes, deadLetters } };
}

/** The services of AWS, behind the gateway that knows the policies. */
async function startCloud(
  { closing, folder, log, operator }: Start,
  parts: Parts,
  mailbox: Mailbox,
  sandbox: Sandbox | undefined,
  url: string,
): Promise<{ readonly guard: Guard; readonly gatewayUrl: string }> {
  const apps = sandbox === undefined ? {} : await appsOf(sandbox, operator);
  const ringFile = folder.path('secrets');
  const secrets = secretValues(parts.functions, readKeyRing(ringFile), apps, operator);
  const keepers = keyRingKeepers(parts.functions, ringFile);
  const aws = closing.add(await startAws({ folder, parts, secrets, keepers, mailbox }));
  rememberServices(folder.path('services'), {
    dynamoUrl: aws.services.DynamoDB_20120810,
    secretsUrl: aws.services.secretsmanager,
    tableName: parts.tables[0]?.TableName ?? '',
    keysSecretId: keysSecretOf(parts.functions),
    ...keptQueues(parts, aws.services.AmazonSQS),
    url,
  });
  const guard = createGuard(parts.functions);
  const onDenied = ({ functionName, action, resource }: Denial): void =>
    log(`denied: ${functionName} ${action} ${resource}\n`);
  const gateway = closing.add(await startGateway({ guard, services: aws.services, onDenied }));
  return { guard, gatewayUrl: gateway.url };
}

function startFunctions(
  { played, operator, log }: Start,
  { functions }: Parts,
  urls: { readonly gatewayUrl: string; readonly publicUrl: string; readonly sandboxUrl: string },
): Functions {
  const addresses = { ...sandboxAddresses(played, urls.sandboxUrl), ...mailPushVariables(played, operator) };
  const facts = { ...urls, operator, addresses };
  return createFunctions({ parts: functions, environmentOf: (part) => functionEnvironment(part, facts), log });
}

function openSandbox({ folder, port, limits = true, fill = async () => {} }: Start): Promise<PlayedSandbox> {
  return playSandbox({ folder, port: port === 0 ? 0 : port + 1, limits, fill });
}

/**
 * Redirect addresses are taken as they come; where to tell that somebody removed Concord is what an app has to say beforehand, and
 * whoever runs Concord has to make the topic for mail.
 */
async function registerApps({ clioIn, google }: Sandbox, operator: Environment, publicUrl: string): Promise<void> {
  google.addTopic({ ...sandboxTopic, pushUrl: `${publicUrl}/webhooks/google/mail` });
  for (const region of await playedRegions(operator)) {
    clioIn(region).registerDeauthorization(`${publicUrl}/webhooks/clio/deauthorized`);
  }
}

async function appsOf({ clioIn, microsoft, google }: Sandbox, operator: Environment) {
  const regions = await playedRegions(operator);
  return {
    clio: Object.fromEntries(regions.map((region) => [region, clioIn(region).appCredentials])),
    microsoft: microsoft.appCredentials,
    google: google.appCredentials,
  };
}

/** Before anything is built: somebody who starts twice should hear so at once. */
async function refuseTakenPorts(port: number, withSandbox: boolean): Promise<void> {
  if (port === 0) return;
  for (const wanted of withSandbox ? [port, port + 1] : [port]) {
    if (await isTaken(wanted)) throw portInUse(wanted);
  }
}

function fullName({ functions }: Parts, ending: string): string {
  const part = functions.find(({ name }) => name.endsWith(`-${ending}`));
  if (part === undefined) throw new Error(`The template has no function ${ending}.`);
  return part.name;
}
