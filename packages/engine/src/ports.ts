import type {
  Clock,
  Hosts,
  Mailer,
  Provider,
  ProviderName,
  Queue,
  Random,
  Secrets,
  Table,
  Transport,
  Vault,
} from '@concord/core';

/** Everything the use cases may touch of the outside. */
export type EnginePorts = {
  readonly table: Table;
  readonly queue: Queue;
  readonly vault: Vault;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly random: Random;
  readonly transport: Transport;
  readonly mailer: Mailer;
  readonly providers: Readonly<Partial<Record<ProviderName, Provider>>>;
  readonly hosts: Readonly<Partial<Record<ProviderName, Hosts>>>;
  readonly settings: EngineSettings;
  readonly log: Log;
};

export type EngineSettings = {
  /** Where browsers and webhooks reach this deployment, without a trailing slash. */
  readonly publicUrl: string;
  /** Where webhooks reach it, when that is another host. */
  readonly webhookUrl?: string;
  /** Where Google tells of new mail in all mailboxes: a topic of the operator's. Absent: they are looked at every hour. */
  readonly mailTopic?: string;
  /** The account under whose name the notices of that topic are delivered here. */
  readonly mailPushSender?: string;
  /** The name of the table: a sync that was worked on in another one comes from a backup. Absent: nothing is known of that. */
  readonly table?: string;
  /** How long a worker may hold an account without renewing. */
  readonly leaseMs: number;
  /** After how long a slice of work yields. */
  readonly sliceMs: number;
  readonly requestTimeoutMs: number;
  /** How long the history is kept. */
  readonly historyDays: number;
  /** Country of phone numbers that name none. */
  readonly phoneRegion: string;
  /** The regions of Clio in which this deployment has an app; the first is offered first. */
  readonly regions: readonly string[];
};

/** Structured, and never with people's data: ids, counts, rules and codes only. */
export type Log = {
  readonly info: (event: string, facts?: Readonly<Record<string, string | number | boolean>>) => void;
  /** Only when a developer must look. */
  readonly error: (event: string, facts?: Readonly<Record<string, string | number | boolean>>, cause?: unknown) => void;
};

/** Who asks: from the session, never from a request body. */
export type Caller = { readonly firm: string; readonly member: string };
