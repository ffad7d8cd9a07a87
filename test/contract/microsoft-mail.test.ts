import { describeMailbox } from './mailbox-contract.ts';
import { setUpMicrosoftMail } from './microsoft-mail-look-alike.ts';

describeMailbox('microsoft', () => setUpMicrosoftMail());
