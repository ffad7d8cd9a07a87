import type { ConnectionState, ConnectionView, SessionView } from '@concord/core';

export const robin = 'robin@harbourfinch.example.com';

export const approvalLink = 'https://concord.example.com/auth/link/oQ7mV2xK9dRt4cYw';
const approvalLetter = `Hello,

our firm uses Concord to keep contacts in Clio and Microsoft 365 in step.
Please open this link and accept:
${approvalLink}`;

/** What the API says of Robin's Microsoft account in each state. */
const sentences = {
  connecting:
    'Nobody has come back from Microsoft 365 yet. Finish there, or authorize again. If it said that it needs the approval of an administrator, ask yours.',
  active: `You are currently authorized as ${robin}.`,
  needsConsent: 'An administrator has approved Concord for Microsoft 365. Authorize again to go on.',
  needsAdmin: 'Microsoft 365 wants an administrator of your organization to approve Concord first.',
  lost: `Microsoft 365 ended the permission, as it does after a password was changed or reset. Authorize again as ${robin}.`,
  disconnected: `${robin} is disconnected. Authorize again to use it; nothing will be doubled.`,
} as const satisfies Record<ConnectionState, string>;

const next = { label: 'Authorize again', url: '/auth/microsoft/start?return=/settings/sync&connection=c-microsoft' };
const askAgain = { label: 'Authorize again', url: '/auth/microsoft/start?connection=c-microsoft&again=1' };
const admin = { url: approvalLink, subject: 'Please approve Concord for Microsoft 365', body: approvalLetter };

/** Robin's accounts: Clio works; Microsoft is as told, and its grant lacks what these need. */
export function connectionsOf(
  microsoft: ConnectionState | 'none',
  missing: NonNullable<ConnectionView['missing']> = [],
): readonly ConnectionView[] {
  const clio = { id: 'c-clio', provider: 'clio', label: 'Clio', account: robin } as const;
  const works: ConnectionView = { ...clio, state: 'active', sentence: `You are currently authorized as ${robin}.` };
  return microsoft === 'none'
    ? [works]
    : [works, { ...microsoftIn(microsoft), ...(missing.length > 0 ? { missing, askAgain } : {}) }];
}

const mayAskAdmin: ReadonlySet<ConnectionState> = new Set(['connecting', 'lost', 'needsConsent']);

function microsoftIn(state: ConnectionState): ConnectionView {
  return {
    id: 'c-microsoft',
    provider: 'microsoft',
    label: 'Microsoft 365',
    account: state === 'connecting' || state === 'needsAdmin' ? '' : robin,
    state,
    sentence: sentences[state],
    since: Date.now() - 3 * 60 * 60 * 1000,
    ...(state === 'active' ? {} : { next }),
    ...(state === 'needsAdmin' ? { admin } : mayAskAdmin.has(state) ? { mayAskAdmin: true } : {}),
  };
}

type SignedOut = Extract<SessionView, { signedIn: false }>;

const regionLabels = { us: 'United States', eu: 'Europe', ca: 'Canada', au: 'Australia' } as const;
export type Region = keyof typeof regionLabels;

export function signedOut(regions: readonly Region[]): SignedOut {
  const startUrl = '/auth/clio/start?return=%2Fsettings%2Fsync';
  return {
    signedIn: false,
    signInUrl: startUrl,
    regions: regions.map((region) => ({ label: regionLabels[region], signInUrl: `${startUrl}&region=${region}` })),
  };
}

/** What the API says after somebody came back from Microsoft as another person. */
export const wrongAccount = {
  tone: 'warning',
  title: 'You signed in as another account',
  message: `You are currently authorized as ${robin}, you signed in as robin.private@example.com. Nothing was changed.`,
  actions: [
    { label: `Go back to ${robin}`, url: '/auth/microsoft/start?return=%2Fsettings%2Fsync&connection=c-microsoft' },
    {
      label: 'Move the sync to robin.private@example.com',
      url: '/auth/microsoft/start?return=%2Fsettings%2Fsync&connection=c-microsoft&move=1',
    },
  ],
} as const satisfies SessionView['notice'];
