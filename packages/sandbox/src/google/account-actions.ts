import type { Directory, GoogleAccount } from './directory.ts';

export type GoogleAction = {
  readonly who: 'person' | 'administrator';
  readonly label: string;
  readonly about: string;
  readonly act: (directory: Directory, account: GoogleAccount) => void;
};

/** What happens to sign-ins, and what it does to grants (documented under the expiry of refresh tokens). */
export const accountActions = {
  changePassword: {
    who: 'person',
    label: 'Change the password',
    about: 'Ends the grants that hold a mail permission, and no others.',
    act: (directory, { sub }) => directory.endMailGrants(sub),
  },
  removeApp: {
    who: 'person',
    label: 'Remove the app',
    about: 'Ends all that its project was granted.',
    act: (directory, { sub }) => {
      for (const project of directory.projects()) directory.revoke(sub, project);
    },
  },
  endSession: {
    who: 'administrator',
    label: 'End the session',
    about: 'A Workspace can limit how long a session lasts: people have to sign in again.',
    act: (directory, { sub }) => directory.endSessions(sub),
  },
} as const satisfies Readonly<Record<string, GoogleAction>>;

export type GoogleAccountAction = keyof typeof accountActions;
