import { setUpClio } from './clio-look-alike.ts';
import { describeCollection } from './collection-contract.ts';

describeCollection('clio', () => setUpClio());

describeCollection('clio, reformatting what it saves and hiding changes of rows', async () => {
  const made = await setUpClio();
  const habits = ['reformatsPhones', 'lowercasesEmails', 'stripsBlanks', 'noAutomaticPrimary', 'rowEditsUnseen'];
  for (const habit of habits) made.manual.awkward.set(`clio.${habit}`, { rate: 1 });
  return made;
});
