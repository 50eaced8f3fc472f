import { holdBudgets } from '../testing/budgets-contract.ts';
import { createMemoryBudgets } from './memory-budgets.ts';

holdBudgets((clock) => createMemoryBudgets({ clock }));
