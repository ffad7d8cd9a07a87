import { setUpGoogleMail } from './google-mail-look-alike.ts';
import { describeMailbox } from './mailbox-contract.ts';

describeMailbox('google', setUpGoogleMail);
