import { testFamilies } from './test-families.ts';

testFamilies('creates', 'edits');
