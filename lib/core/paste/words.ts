/**
 * Words that the client writes around items, in its languages. Compared in lower case.
 *
 * @module
 */

/** Headings of a column that holds item names, the surest first. */
export const NAME_HEADINGS: readonly string[] = [
  ...['item', 'item name', 'item type', 'ore type', 'ore', 'name', 'type name', 'typename'],
  ...['material', 'materials', 'product', 'resource', 'commodity'],
  ...['gegenstand', 'gegenstandstyp', 'artikel', 'erz', 'erztyp', 'bezeichnung'],
  ...['objet', 'nom', 'article', "type d'objet", 'minerai', 'type de minerai'],
  ...['предмет', 'название', 'наименование', 'имя', 'тип предмета', 'руда', 'тип руды'],
  ...['アイテム', '名前', '名称', '品名', 'アイテムタイプ', '鉱石', '鉱石の種類'],
  ...['物品', '名字', '名稱', '物品类型', '矿石', '矿石类型'],
  ...['아이템', '이름', '품목', '아이템 유형', '광석', '광석 유형'],
  ...['objeto', 'nombre', 'artículo', 'tipo de objeto', 'mineral', 'tipo de mineral'],
  ...['type', 'typ', 'tipo', 'тип', '種類', '类型', '종류'],
];

/** Headings of a column that holds counts. */
export const QUANTITY_HEADINGS: readonly string[] = [
  ...['quantity', 'qty', 'qty.', 'amount', 'count', 'units', 'required', 'needed'],
  ...['menge', 'anzahl', 'quantité', 'qté', 'количество', 'кол-во', 'cantidad'],
  ...['数量', '個数', '수량', '개수'],
];

/** Headings of further columns, for rows that hold nothing but headings. */
export const OTHER_HEADINGS: ReadonlySet<string> = new Set([
  ...['date', 'time', 'timestamp', 'type', 'group', 'category', 'size', 'slot', 'volume'],
  ...['meta level', 'tech level', 'est. price', 'price', 'credit', 'balance', 'description'],
  ...['currency', 'client', 'where', 'location', 'distance', 'amount', 'details', 'container'],
]);

/** First cells of a row that adds up the rows above it. */
export const TOTALS: ReadonlySet<string> = new Set([
  ...['total', 'sum', 'summe', 'gesamt', 'gesamtsumme', 'total général', 'somme'],
  ...['итого', 'всего', 'сумма', '合計', '总计', '总额', '합계', '총합', 'suma'],
]);

/** Lines that head a part of a fitting. */
export const FITTING_HEADINGS: ReadonlySet<string> = new Set([
  ...['high power', 'medium power', 'low power', 'high slots', 'medium slots', 'mid slots'],
  ...['low slots', 'high slot', 'medium slot', 'low slot', 'rig slot', 'rig slots', 'rigs'],
  ...['sub system', 'sub systems', 'subsystem', 'subsystems', 'subsystem slots', 'service slots'],
  ...['charges', 'drones', 'fighters', 'fuel', 'cargo', 'cargo hold', 'drone bay', 'fighter bay'],
  ...['implants', 'boosters'],
]);

/** How lines begin that EVE Isk per Hour writes around its materials (`Tritanium - 3,029,400`). */
const PROGRAM_LINES: readonly string[] = [
  ...['material - quantity', 'shopping list for:', 'build items list:', 'buy materials list:'],
  ...['component material list:', 'raw material list:', 'estimated invention materials:'],
  ...['total volume of materials:', 'total cost of materials:', 'location:'],
];

/** Whether a line is a heading or a sum of another program's list. */
export function isProgramLine(text: string): boolean {
  const start = text.slice(0, 40).toLowerCase();
  return PROGRAM_LINES.some((words) => start.startsWith(words));
}

/** The second column of the compare window: a type's meta group. */
export const META_GROUPS: ReadonlySet<string> = new Set([
  ...['tech i', 'tech ii', 'tech iii', 'storyline', 'faction', 'officer', 'deadspace'],
  ...['abyssal', 'premium', 'limited time', 'structure faction', 'structure tech i'],
  ...['structure tech ii', 'tech 1', 'tech 2', 'tech 3'],
  ...['fraktion', 'offizier', 'abyss', 'tiefenraum', 'deadspace-bereich'],
  ...['factions', 'officier', 'espace mort', 'abyssaux', 'scénario', 'faction '],
  ...['тех i', 'тех ii', 'тех iii', 'техника i', 'техника ii', 'сюжетный', 'фракционный'],
  ...['офицерский', 'мёртвый космос', 'абиссальный'],
  ...['テック i', 'テック ii', 'テック iii', 'テックi', 'テックii', 'テックiii', 'ストーリー'],
  ...['ストーリーライン', 'ファクション', 'オフィサー', 'デッドスペース', 'アビサル'],
  ...['一级科技', '二级科技', '三级科技', '剧情', '势力', '官员', '死亡空间', '深渊'],
  ...['테크 i', '테크 ii', '테크 iii', '스토리라인', '팩션', '오피서', '데드스페이스', '어비설'],
  ...['tecnología i', 'tecnología ii', 'tecnología iii', 'historia', 'facción', 'oficial'],
  ...['espacio muerto', 'abisal'],
]);

const DISTANCE_UNITS: ReadonlySet<string> = new Set([
  ...['m', 'km', 'au', 'ae', 'ua', 'м', 'км', 'а.е.', 'ае', 'a.e.', 'ly'],
  ...['メートル', 'キロ', '天文単位', '米', '千米', '公里', '天文单位', '미터'],
]);

/** Numbers written with letters, in Chinese, Japanese and Korean: no name is made of them alone. */
const NUMERALS =
  /^[〇零一二三四五六七八九十百千万萬億亿兆两兩壹贰貳叁參肆伍陆陸柒捌玖拾佰仟]+[个個枚つ개]?$/u;

/**
 * Whether a word that is no count stands for one: `-5`, `1.5`, `1e3`, `10k`, `5%`, `½`, `五`. The item
 * beside it must not be taken once instead.
 */
export function isBadCount(word: string): boolean {
  if (NUMERALS.test(word)) return true;
  return /\p{N}/u.test(word) && /^[x×]?[^\p{L}]*(?:e[-+−]?\d*|[kmbx×])?\)?$/iu.test(word);
}

/** Whether a cell is a distance, as scanners write it: `3 225 m`, `10.4 AU`, or `-` when unknown. */
export function isDistance(cell: string): boolean {
  if (cell === '-' || cell === '–' || cell === '—') return true;
  const { number, unit } = splitUnit(cell);
  return number !== '' && DISTANCE_UNITS.has(unit);
}

/** Whether a cell is a volume: `8’000 m3`, `72,60 м^3`. */
export function isVolume(cell: string): boolean {
  const { number, unit } = splitUnit(cell);
  return number !== '' && /^(?:m3|m³|m\^3|м3|м³|м\^3|立方米|㎥|m³\.)$/.test(unit);
}

/** Whether a cell is an amount of money: `7'999'996.10 ISK`. */
export function isMoney(cell: string): boolean {
  return /\d ?(?:isk|иск|星币)\.?$/i.test(cell);
}

/** Cut `3 225 m` into its number and its unit in lower case. */
function splitUnit(cell: string): { number: string; unit: string } {
  let end = cell.length;
  while (end > 0 && !isDigit(cell.charCodeAt(end - 1))) end -= 1;
  // The 3 of m3 and m^3 belongs to the unit.
  if (end > 1 && end === cell.length && /[mм^]/i.test(cell.charAt(end - 2))) {
    end -= 1;
    while (end > 0 && !isDigit(cell.charCodeAt(end - 1))) end -= 1;
  }
  const number = cell.slice(0, end).trim();
  const first = number.replace(/^[-−]/, '');
  return {
    number: isDigit(first.charCodeAt(0)) ? number : '',
    unit: cell.slice(end).trim().toLowerCase(),
  };
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
