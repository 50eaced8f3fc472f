const PLAIN = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;

/**
 * Bring a type name into the form in which names are compared.
 *
 * NFKC, lower case, one kind of apostrophe, quotation mark and hyphen, single blanks, nothing
 * invisible, and without the asterisk that a localised client puts behind translated names.
 */
export function normalizeName(name: string): string {
  let text = name;
  // Most names are plain ASCII with single blanks: then the next five passes change nothing.
  if (!PLAIN.test(text)) {
    text = text
      .normalize('NFKC')
      .replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/g, '')
      .replace(/[\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4]/g, "'")
      .replace(/[\u201c-\u201f\u2033\u00ab\u00bb]/g, '"')
      .replace(/[\u2010-\u2015\u2212]/g, '-')
      .replace(/\s+/g, ' ')
      .trim();
  }
  text = text.toLowerCase();
  if (text.includes('`')) text = text.replaceAll('`', "'");
  return text.endsWith('*') ? text.slice(0, -1).trimEnd() : text;
}
