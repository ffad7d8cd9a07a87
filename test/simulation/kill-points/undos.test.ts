import { testFamilies } from './test-families.ts';

testFamilies('undos');
