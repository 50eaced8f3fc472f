/**
 * A contract is right beside so many others of its pilot at most. Whoever puts a match together shows one
 * more where there are more: beyond what is shown another may be right, too, and a quote is paid once.
 */
export const MOST_OTHERS = 20;
