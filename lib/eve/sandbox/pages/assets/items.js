/**
 * The list of items of the contract that is being made.
 *
 * @module
 */
import { attempt, byId, call, element, formatCount, readCount, tell } from './api.js';

const SUGGEST_AFTER_MS = 200;

let items = [];
let nextKey = 1;

/** What is in the list, as the game's command wants it. */
export function readItems() {
  return items.map(({ typeId, quantity, isIncluded, isBlueprintCopy }) => ({
    typeId,
    quantity,
    isIncluded,
    isBlueprintCopy,
  }));
}

export function setItems(list) {
  items = list.map((item) => ({
    isIncluded: true,
    isBlueprintCopy: false,
    ...item,
    key: nextKey++,
  }));
  render();
}

/** Wires the row that adds an item. */
export function startItems() {
  const name = byId('item-name');
  const add = byId('item-add');
  let timer = 0;
  name.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => suggest(name.value), SUGGEST_AFTER_MS);
  });
  add.addEventListener('click', () => attempt(add, addItem));
  for (const input of [name, byId('item-quantity')]) {
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      add.click();
    });
  }
  render();
}

async function suggest(text) {
  if (text.trim() === '') return;
  const types = await call('GET', `/game/api/types?name=${encodeURIComponent(text)}`);
  byId('item-names').replaceChildren(
    ...types.map((type) => element('option', { value: type.name })),
  );
}

async function addItem() {
  const name = byId('item-name');
  const quantity = readCount(byId('item-quantity').value);
  const types = await call('GET', `/game/api/types?name=${encodeURIComponent(name.value)}`);
  const [type] = types.filter((one) => one.name.toLowerCase() === name.value.trim().toLowerCase());
  const only = type ?? (types.length === 1 ? types[0] : null);
  if (!only) {
    const near = types.map((one) => one.name).join(', ');
    tell(near ? `Which one: ${near}?` : 'There is no such item.', 'bad');
    return;
  }
  if (!Number.isSafeInteger(quantity) || quantity < 1) {
    tell('How many? Type a whole number.', 'bad');
    return;
  }
  const isIncluded = byId('item-direction').value === 'give';
  items.push({ ...only, quantity, isIncluded, isBlueprintCopy: false, key: nextKey++ });
  name.value = '';
  byId('item-quantity').value = '';
  byId('item-direction').value = 'give';
  tell(`${only.name} added.`);
  render();
  name.focus();
}

function render() {
  byId('items-empty').hidden = items.length > 0;
  byId('items').replaceChildren(...items.map(renderItem));
}

function renderItem(item) {
  const { name } = item;
  const direction = element(
    'select',
    {
      'aria-label': `Direction of ${name}`,
      onchange: (event) => {
        item.isIncluded = event.target.value === 'give';
      },
    },
    element('option', { value: 'give', selected: item.isIncluded }, 'I give'),
    element('option', { value: 'ask', selected: !item.isIncluded }, 'I ask for'),
  );
  const quantity = element('input', {
    class: 'number',
    inputmode: 'numeric',
    autocomplete: 'off',
    'aria-label': `Quantity of ${name}`,
    value: formatCount(item.quantity),
    oninput: (event) => {
      item.quantity = readCount(event.target.value);
    },
  });
  const remove = element(
    'button',
    {
      type: 'button',
      class: 'quiet',
      'aria-label': `Remove ${name}`,
      onclick: () => {
        items = items.filter(({ key }) => key !== item.key);
        render();
      },
    },
    'Remove',
  );
  const icon = `/images/types/${item.typeId}/icon?size=32`;
  const label = element(
    'span',
    { class: 'item' },
    element('img', { src: icon, alt: '', width: 20, height: 20 }),
    item.isBlueprintCopy ? `${name} (copy)` : name,
  );
  return element(
    'tr',
    {},
    element('td', {}, label),
    element('td', {}, quantity),
    element('td', {}, direction),
    element('td', {}, remove),
  );
}
