/**
 * SQL for what a word or two of each finding is made from: those that are not as quoted, and of a list
 * in them its beginning. A pilot may put hundreds of kinds of items into a contract, and all of them
 * stand in its findings; only who opens that contract has them read.
 *
 * @param column The findings as they are stored.
 */
export function shortFindings(column: string): string {
  return `(select coalesce(jsonb_agg(finding || jsonb_build_object(
        'expected', ${beginningOf('expected')}, 'actual', ${beginningOf('actual')}) order by place), '[]')
      from jsonb_array_elements(case jsonb_typeof(${column}) when 'array' then ${column} else '[]' end)
        with ordinality as found(finding, place)
      where jsonb_typeof(finding) = 'object' and finding->>'level' <> 'ok')`;
}

function beginningOf(side: 'expected' | 'actual'): string {
  return `case jsonb_typeof(finding->'${side}')
      when 'array' then jsonb_path_query_array(finding->'${side}', '$[0 to 2]')
      else finding->'${side}' end`;
}
