export { firmView, invite, sendInviteAgain, withdraw } from './firm-view.ts';
