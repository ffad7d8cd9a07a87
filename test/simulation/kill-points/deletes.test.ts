import { testFamilies } from './test-families.ts';

testFamilies('deletes', 'delete policies');
