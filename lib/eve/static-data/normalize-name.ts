const PLAIN = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;
/** What NFKC leaves to change: what cannot be seen, other quotation marks and hyphens, blanks. */
const ODD = /[\u00ab\u00ad\u00bb\u02bc\u200b-\u2060\u2212\ufeff`]|\s\s|^\s|\s$|[\t\n\r]/;

/**
 * Bring a type name into the form in which names are compared.
 *
 * NFKC, lower case, one kind of apostrophe, quotation mark and hyphen, single blanks, nothing
 * invisible, and without the asterisk that a localised client puts behind translated names.
 */
export function normalizeName(name: string): string {
  let text = name;
  // NFKC would make a blank and a combining accent of it.
  if (text.includes('\u00b4')) text = text.replaceAll('\u00b4', "'");
  if (!PLAIN.test(text)) text = text.normalize('NFKC');
  // More than a hundred thousand names pass here, and most need none of the replacements.
  if (ODD.test(text)) text = replaceOdd(text);
  text = text.toLowerCase();
  return text.endsWith('*') ? text.slice(0, -1).trimEnd() : text;
}

function replaceOdd(text: string): string {
  return text
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]/g, '')
    .replace(/[\u2018\u2019\u201a\u201b\u2032\u02bc`]/g, "'")
    .replace(/[\u201c-\u201f\u2033\u00ab\u00bb]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
}
