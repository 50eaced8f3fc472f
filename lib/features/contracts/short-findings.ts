/**
 * SQL for what a word or two of each finding is made from: those that are not as quoted, and of a list
 * in them the first. A pilot may put hundreds of kinds of items into a contract, and all of them
 * stand in its findings; only who opens that contract has them read.
 *
 * @param column The findings as they are stored.
 */
export function shortFindings(column: string): string {
  return `(select coalesce(jsonb_agg(finding || jsonb_build_object(
        'expected', ${firstOf('expected')}, 'actual', ${firstOf('actual')}) order by place), '[]')
      from jsonb_array_elements(case jsonb_typeof(${column}) when 'array' then ${column} else '[]' end)
        with ordinality as found(finding, place)
      where jsonb_typeof(finding) = 'object' and finding->>'level' <> 'ok')`;
}

function firstOf(side: 'expected' | 'actual'): string {
  return `case jsonb_typeof(finding->'${side}')
      when 'array' then jsonb_path_query_array(finding->'${side}', '$[0]')
      else finding->'${side}' end`;
}
