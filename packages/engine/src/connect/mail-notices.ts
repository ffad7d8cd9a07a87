import type { PageNotice } from '@concord/core';
import type { NoticeCode } from './notices.ts';

/** What is said in other words when somebody came back from connecting a mailbox. `{label}` is "Outlook mail" and the like. */
export const mailNotices: Readonly<Partial<Record<NoticeCode, PageNotice>>> = {
  connected: {
    tone: 'success',
    title: '{label} is connected',
    message:
      'Messages to and from your contacts are filed from now on, and those of the past 24 hours as well. Look further back with a back-sync.',
  },
  reconnected: {
    tone: 'success',
    title: '{label} is connected again',
    message:
      'Mail is filed again. The past 24 hours are filled by themselves; an older gap is shown here and filled with one click.',
  },
  connectedOther: {
    tone: 'warning',
    title: 'You connected another mailbox',
    message:
      'It is not the one that was connected before. That one is as it was: to bring it back, authorize again and choose it.',
  },
  otherAccount: {
    tone: 'warning',
    title: 'You signed in as another account',
    message:
      'This mailbox is {account}, you signed in as {other}. Nothing was changed. Go back with the same account as before, or connect the other one as well.',
  },
  declined: {
    tone: 'info',
    title: '{label} was not connected',
    message:
      'Concord may not read your mail there, and files none. Nothing was changed. Authorize again, and leave the permission to read mail ticked.',
  },
  adminNeeded: {
    tone: 'warning',
    title: 'Your organization wants an administrator to approve that Concord reads mail',
    message:
      'Below are a link and a mail for the administrator. Contacts and calendars are synced as before. This page goes on by itself when they have approved.',
  },
  interactionNeeded: {
    tone: 'warning',
    title: '{label} asks for a second proof that it is you',
    message:
      'Authorize again and follow what you are shown, for example a code or your phone. Nothing was changed, and everything else goes on.',
  },
  forbidden: {
    tone: 'error',
    title: 'This account may not let Concord read its mail',
    message:
      'Ask your administrator to allow it, or authorize with another account. Contacts and calendars are synced as before.',
  },
  noMailbox: {
    tone: 'error',
    title: 'This account has no mailbox',
    message: 'There is no mail to be filed. Authorize again with an account that has a mailbox.',
  },
};
