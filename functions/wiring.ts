import { randomBytes } from 'node:crypto';
import type { Logger } from '@aws-lambda-powertools/logger';
import { createMailer, createQueue, createSecrets, createTable, createVault } from '@concord/aws';
import { type Hosts, type Mailer, type Provider, type ProviderName, SyncError } from '@concord/core';
import type { EnginePorts, EngineSettings, Log } from '@concord/engine';
import { clio } from '@concord/provider-clio';
import { google } from '@concord/provider-google';
import { microsoft } from '@concord/provider-microsoft';
import { createLogger, toLog } from './log.ts';
import { recordExchanges } from './recorder.ts';
import { type Environment, readHosts, readSettings, required } from './settings.ts';
import { createTransport } from './transport.ts';

/** What a handler stands on. `ports` throws `misconfigured` when the environment lacks something. */
export type Place = { readonly logger: Logger; readonly log: Log; readonly ports: () => EnginePorts };

/** Ports are made at the first event and kept as long as the container lives; nothing is made when a module is loaded. */
export function createPlace(service: string, environment: Environment = process.env): Place {
  const logger = createLogger(service);
  const log = toLog(logger);
  let ports: EnginePorts | undefined;
  return {
    logger,
    log,
    ports: () => {
      ports ??= createPorts(environment, log);
      return ports;
    },
  };
}

const providers: Readonly<Partial<Record<ProviderName, Provider>>> = { clio, microsoft, google };

export function createPorts(environment: Environment, log: Log): EnginePorts {
  const settings = readSettings(environment);
  refuseUnknownRegions(settings);
  const clock = { now: () => Date.now() };
  const hosts: Partial<Record<ProviderName, Hosts>> = Object.fromEntries(
    Object.values(providers).map((provider) => [provider.name, readHosts(environment, provider)]),
  );
  const addresses = Object.values(hosts).flatMap((each) => Object.values(each));
  const plain = createTransport({ timeoutMs: settings.requestTimeoutMs, hosts: addresses });
  const directory = environment['CONCORD_RECORD'];
  return {
    table: createTable({ tableName: required(environment, 'CONCORD_TABLE') }),
    queue: createQueue({ queueUrl: required(environment, 'CONCORD_QUEUE_URL') }),
    vault: createVault({ secretId: required(environment, 'CONCORD_SECRET_KEYS') }),
    secrets: createSecrets({
      secretIds: {
        clio: required(environment, 'CONCORD_SECRET_CLIO'),
        microsoft: required(environment, 'CONCORD_SECRET_MICROSOFT'),
        google: required(environment, 'CONCORD_SECRET_GOOGLE'),
      },
    }),
    mailer: createMailerOf(environment),
    clock,
    random: { id: (bytes = 16) => randomBytes(bytes).toString('base64url') },
    transport: directory ? recordExchanges(plain, { directory, hosts, clock, log }) : plain,
    providers,
    hosts,
    settings,
    log,
  };
}

/** Only functions that send letters are told from whom. */
function createMailerOf(environment: Environment): Mailer {
  const from = environment['CONCORD_MAIL_FROM'];
  if (!from)
    return { send: async () => Promise.reject(new SyncError('misconfigured', 'CONCORD_MAIL_FROM is not set.')) };
  const configurationSet = environment['CONCORD_MAIL_CONFIGURATION_SET'];
  return createMailer({ from, ...(configurationSet ? { configurationSet } : {}) });
}

function refuseUnknownRegions({ regions }: EngineSettings): void {
  const known = providers.clio?.profile.regions ?? {};
  const unknown = regions.find((region) => !Object.hasOwn(known, region));
  if (unknown === undefined) return;
  throw new SyncError('misconfigured', `CONCORD_CLIO_REGIONS names "${unknown}", which is no region of Clio.`);
}
