/**
 * Types, groups and categories.
 *
 * @module
 */
import { type EsiAnswer, type EsiAsk, ok, refuse } from './route.ts';

/** Those out of the game too, as the real list has them. */
export function listTypes({ parts }: EsiAsk): EsiAnswer {
  return ok(parts.staticData.tables.types.map(({ id }) => id));
}

export function getType({ params, parts, language }: EsiAsk): EsiAnswer {
  const type = parts.staticData.type(Number(params.type_id));
  if (!type) return refuse(404, 'Type not found!');
  return ok({
    capacity: 0,
    description: `${type.name} as the sandbox has it.\r\n\r\nWhat EVE says of it is told by <b>EVE</b> alone.`,
    group_id: type.groupId,
    ...(type.marketGroupId !== null && { market_group_id: type.marketGroupId }),
    mass: 0,
    name: type.names[language] ?? type.name,
    packaged_volume: type.packagedVolumeM3,
    portion_size: type.portionSize,
    published: type.published,
    radius: 1,
    type_id: type.typeId,
    volume: type.volumeM3,
  });
}

export function listGroups({ parts }: EsiAsk): EsiAnswer {
  return ok(parts.staticData.tables.groups.map(({ id }) => id));
}

export function getGroup({ params, parts, language }: EsiAsk): EsiAnswer {
  const { groups, types } = parts.staticData.tables;
  const group = groups.find(({ id }) => id === Number(params.group_id));
  if (!group) return refuse(404, 'Group not found!');
  const members = types.filter(({ groupId }) => groupId === group.id);
  return ok({
    category_id: group.categoryId,
    group_id: group.id,
    name: group.names[language] ?? group.names.en,
    published: members.some(({ published }) => published),
    types: members.map(({ id }) => id),
  });
}

export function listCategories({ parts }: EsiAsk): EsiAnswer {
  return ok(parts.staticData.tables.categories.map(({ id }) => id));
}

export function getCategory({ params, parts, language }: EsiAsk): EsiAnswer {
  const { categories, groups } = parts.staticData.tables;
  const category = categories.find(({ id }) => id === Number(params.category_id));
  if (!category) return refuse(404, 'Category not found!');
  return ok({
    category_id: category.id,
    groups: groups.filter(({ categoryId }) => categoryId === category.id).map(({ id }) => id),
    name: category.names[language] ?? category.names.en,
    published: parts.staticData.typesInCategory(category.id).length > 0,
  });
}
