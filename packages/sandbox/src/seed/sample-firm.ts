import type { ClioContactInput } from '../clio/contact-control.ts';
import type { ClioRegion } from '../clio/regions.ts';
import type { Sandbox } from '../sandbox.ts';
import { withCategories } from './categories.ts';
import { fillClioCalendar } from './clio-calendar.ts';
import { fileSource } from './files/file-source.ts';
import { fillGoogleCalendar } from './google-calendar.ts';
import { peopleInGoogle } from './in-google.ts';
import { loadFile } from './load-file.ts';
import { forGmail, forOutlook, sampleMail } from './mail.ts';
import { mattersOf } from './matters.ts';
import { fillOutlookCalendar } from './outlook-calendar.ts';
import { generatePeople } from './people.ts';
import type { SeedReport, SideReport } from './side-report.ts';
import { sampleReport } from './side-report.ts';
import { splitFirm } from './split-firm.ts';
import { toClio } from './to-clio.ts';
import { toGoogle } from './to-google.ts';
import { toOutlook } from './to-outlook.ts';

export type SeedOptions = {
  /** How many contacts Clio has; the owner's mailbox has not quite half as many, and their Google account, too. */
  readonly contacts?: number;
  /** Files that people exported, instead of the sample people. With one of them given, the other sides begin empty. */
  readonly clioFile?: string;
  readonly outlookFile?: string;
  readonly googleFile?: string;
  readonly seed?: number;
  /** Further regions of Clio that get a firm of the same people, so that signing in there leads somewhere. */
  readonly regions?: readonly Exclude<ClioRegion, 'us'>[];
};

/** An invented firm. The owner's mailbox and Google account have the contacts; the last one has signed in to Microsoft 365 without any mailbox. */
export const sampleFirm = {
  id: 7001,
  name: 'Quillfeather Marsh LLP',
  users: [
    { id: 7101, name: 'Margaret Quillfeather', email: 'margaret@quillfeather.example.com', account_owner: true },
    { id: 7102, name: 'Daniel Marsh', email: 'daniel@quillfeather.example.com' },
    { id: 7103, name: 'Léa Bélanger', email: 'lea@quillfeather.example.com' },
    { id: 7104, name: 'Priya Raman', email: 'priya@quillfeather.example.com', subscription_type: 'NonAttorney' },
  ],
} as const;

const tenantId = '7b3f0c1e-5a5a-4c6d-9f10-2f6f7d1c7001';
const withoutMailbox = 7104;
const defaultContacts = 500;
const maxContacts = 100_000;

type SeededSandbox = Pick<Sandbox, 'clio' | 'clioIn' | 'microsoft' | 'google'>;

/**
 * Fills an empty sandbox: the sample firm with its users on both sides, and contacts, made up or from files; made up ones
 * have matters, categories and labels, and the firm's book and the owner's mailbox have calendars, too. Throws an
 * ordinary Error with a sentence for people when a file cannot be opened; what cannot be read inside of one is in the report.
 */
export async function seedSandbox(sandbox: SeededSandbox, options: SeedOptions = {}): Promise<SeedReport> {
  addFirm(sandbox);
  const { clioFile, outlookFile, googleFile, regions = [] } = options;
  for (const region of regions) sandbox.clioIn(region).addFirm(clioFirm);
  if ([clioFile, outlookFile, googleFile].every((file) => file === undefined)) return addSamplePeople(sandbox, options);
  return {
    clio: clioFile === undefined ? sampleReport(0) : await loadIntoClio(sandbox, clioFile),
    outlook: outlookFile === undefined ? sampleReport(0) : await loadIntoOutlook(sandbox, outlookFile),
    google: googleFile === undefined ? sampleReport(0) : await loadIntoGoogle(sandbox, googleFile),
  };
}

const clioFirm = {
  ...sampleFirm,
  users: sampleFirm.users.map((user) => ({ time_zone: 'America/New_York', ...user })),
};

function addFirm({ clio, microsoft, google }: SeededSandbox): void {
  clio.addFirm(clioFirm);
  for (const { id, name, email } of sampleFirm.users) {
    const oid = `7b3f0c1e-0000-4000-8000-00000000${id}`;
    microsoft.addAccount({ tenantId, oid, name, email, mailbox: id !== withoutMailbox });
    google.addAccount({ sub: `10000000000000000${id}`, name, email, hd: 'quillfeather.example.com' });
  }
}

const [{ email: ownerEmail }, ...colleagues] = sampleFirm.users;
const attorneys = sampleFirm.users.filter((user) => !('subscription_type' in user));
const sharedPerContact = 0.4;
const outlookOnlyPerContact = 0.05;

function addSamplePeople({ clio, microsoft, google }: SeededSandbox, options: SeedOptions): SeedReport {
  const { contacts = defaultContacts, seed = 1 } = options;
  if (!Number.isInteger(contacts) || contacts < 0 || contacts > maxContacts) {
    throw new Error(`The number of contacts must be a whole number from 0 to ${maxContacts}.`);
  }
  const outlookOnly = Math.round(contacts * outlookOnlyPerContact);
  const count = contacts + outlookOnly;
  const people = generatePeople({ seed, count });
  const split = splitFirm(people, {
    seed,
    shared: Math.round(contacts * sharedPerContact) / Math.max(count, 1),
    outlookOnly: outlookOnly / Math.max(count, 1),
  });
  const { ids, refused } = clio.contacts.addMany(split.clio, sampleFirm.id);
  if (refused[0] !== undefined) throw new Error(`A sample contact breaks a rule of Clio: ${refused[0].reason}`);
  const sampleMatters = mattersOf(
    ids.filter((id) => id !== undefined),
    { seed, attorneys: attorneys.map(({ id }) => id) },
  );
  const matterIds = clio.matters.addMany(
    sampleMatters.map(({ practiceArea, ...matter }) => ({
      ...matter,
      practice_area: clio.matters.practiceArea(practiceArea, sampleFirm.id),
    })),
    sampleFirm.id,
  );
  fillClioCalendar(clio.calendar, {
    firm: sampleFirm.id,
    owner: sampleFirm.users[0].id,
    colleagues: attorneys.slice(1).map(({ id }) => id),
    matters: matterIds.slice(0, 6).flatMap((id) => clio.matters.get(id) ?? []),
  });
  microsoft.addMany(ownerEmail, withCategories(split.outlook, seed));
  const inGoogle = google.addMany(ownerEmail, peopleInGoogle(people, { seed }));
  fillOutlookCalendar(microsoft, ownerEmail, colleagues);
  fillGoogleCalendar(google.calendars(ownerEmail), colleagues[0].email);
  fillMailboxes({ microsoft, google }, split.clio, seed);
  return {
    clio: sampleReport(split.clio.length),
    outlook: sampleReport(split.outlook.length),
    google: sampleReport(inGoogle.length),
  };
}

const clientsWhoWrite = 10;

/** The owner's mail in Outlook and in Gmail: two separate mailboxes, with other messages. */
function fillMailboxes(
  { microsoft, google }: Pick<SeededSandbox, 'microsoft' | 'google'>,
  contacts: readonly ClioContactInput[],
  seed: number,
): void {
  const [owner, colleague] = sampleFirm.users;
  const clients = contacts.flatMap(({ first_name, last_name, email_addresses = [] }) => {
    const [email] = email_addresses;
    return email && first_name ? [{ address: email.address, name: `${first_name} ${last_name ?? ''}`.trim() }] : [];
  });
  const people = {
    owner: { address: owner.email, name: owner.name },
    colleague: { address: colleague.email, name: colleague.name },
  };
  const [ofOutlook, ofGmail] = [clients.slice(0, clientsWhoWrite), clients.slice(clientsWhoWrite, 2 * clientsWhoWrite)];
  const now = microsoft.now();
  microsoft.mail(ownerEmail).addMany(sampleMail({ ...people, clients: ofOutlook }, now, seed).map(forOutlook));
  google.mailbox(ownerEmail).deliverMany(sampleMail({ ...people, clients: ofGmail }, now, seed + 1).map(forGmail));
}

const loadIntoClio = ({ clio }: SeededSandbox, path: string): Promise<SideReport> =>
  loadFile(fileSource(path), {
    place: toClio,
    addMany: (inputs) => clio.contacts.addMany(inputs, sampleFirm.id).refused,
    companiesFirst: true,
  });

const loadIntoOutlook = ({ microsoft }: SeededSandbox, path: string): Promise<SideReport> =>
  loadFile(fileSource(path), {
    place: toOutlook,
    addMany: (inputs) => {
      microsoft.addMany(ownerEmail, inputs);
      return [];
    },
    companiesFirst: false,
  });

const loadIntoGoogle = ({ google }: SeededSandbox, path: string): Promise<SideReport> =>
  loadFile(fileSource(path), {
    place: toGoogle,
    addMany: (inputs) => {
      google.addMany(ownerEmail, inputs);
      return [];
    },
    companiesFirst: false,
  });
