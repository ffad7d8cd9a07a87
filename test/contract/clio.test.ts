import { setUpGroups } from './clio-groups.ts';
import { setUpClio } from './clio-look-alike.ts';
import { describeCollection } from './collection-contract.ts';
import { describeGroups } from './groups-contract.ts';

describeCollection('clio', () => setUpClio());

describeCollection('clio, reformatting what it saves and hiding changes of rows', async () => {
  const made = await setUpClio();
  const habits = ['reformatsPhones', 'lowercasesEmails', 'stripsBlanks', 'noAutomaticPrimary', 'rowEditsUnseen'];
  for (const habit of habits) made.manual.awkward.set(`clio.${habit}`, { rate: 1 });
  return made;
});

describeGroups('clio, clients', async () => ({ ...(await setUpGroups('client')), leavesUntold: true }));
describeGroups('clio, contacts of open matters', () => setUpGroups('openMatter'));
describeGroups('clio, contacts of open matters whose clients move along', async () => {
  const made = await setUpGroups('openMatter');
  made.awkward.set('clio.mattersTouchClients', { rate: 1 });
  return made;
});
